namespace Orleans.Reco.Core;

/// <summary>The products by line, and which product follows which. Read-only after it is made.</summary>
internal sealed class Shop
{
    private const int Successors = 3;
    private readonly int[][][] _completing;

    public Shop(Product[] products, Sampler sampler)
    {
        Products = products;
        Lines = [.. Enumerable.Range(0, Departments.Lines.Length).Select(
            line => Enumerable.Range(0, products.Length).Where(p => products[p].Line == line).ToArray())];
        Compared = [.. products.Select(product => Draw(Lines[product.Line], sampler))];
        _completing = [.. products.Select(
            product => Array.ConvertAll(Departments.Complements[product.Line], line => Draw(Lines[line], sampler)))];
    }

    public Product[] Products { get; }

    /// <summary>For each line its products.</summary>
    public int[][] Lines { get; }

    /// <summary>For each product those that shoppers look at next when they compare.</summary>
    public int[][] Compared { get; }

    /// <summary>For a product and each complement of its line: the products that go with it best.</summary>
    public int[] Completing(int product, int complement) => _completing[product][complement];

    private static int[] Draw(int[] line, Sampler sampler) =>
        [.. Enumerable.Range(0, Successors).Select(_ => sampler.One(line)).Distinct()];
}
