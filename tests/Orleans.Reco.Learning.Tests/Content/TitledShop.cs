using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning.Tests;

/// <summary>
/// A shop in which the last word of a title is what matters: items are lamps, bags, clocks and so on, and a shopper stays with one kind.
/// Of each kind some items are in the interactions and one, the newcomer, is not.
/// </summary>
internal sealed class TitledShop
{
    public static readonly string[] Kinds = ["lamp", "bag", "clock", "mug", "tin", "frame"];

    private static readonly string[] Colours = ["red", "blue", "green", "pink", "white", "black", "ivory", "retro", "vintage", "wooden"];

    private const int Dimension = 8;

    public TitledShop(int seed = 3)
    {
        var random = new Random(seed);
        var items = Kinds.Length * Colours.Length;
        var log = new List<(int User, int Item, int Type, long Time)>();
        for (var user = 0; user < 150; user++)
        {
            for (var i = 0; i < 8; i++)
            {
                var item = (user % Kinds.Length * Colours.Length) + random.Next(Colours.Length);
                log.Add((user, item + 1, 2, TestShop.Start + (i * 1_000)));
            }
        }

        Data = TestShop.Dataset(log, 150, items);
        Contents = Enumerable.Range(0, items).ToDictionary(i => $"i{i:D4}", i => Content(Colours[i % Colours.Length], i / Colours.Length));
        var vectors = new float[items * Dimension];
        for (var i = 0; i < items; i++)
        {
            for (var k = 0; k < Dimension; k++)
            {
                vectors[(i * Dimension) + k] = (k == i / Colours.Length ? 2 : 0) + (float)((random.NextDouble() - 0.5) * 0.2);
            }
        }

        Space = new VectorSpace(Dimension, vectors, histories => [.. histories.SelectMany(Mean)]);

        IEnumerable<float> Mean(ReadOnlyMemory<DatasetEvent> history) => Enumerable.Range(0, Dimension)
            .Select(k => history.ToArray().Select(e => vectors[((e.Item - 1) * Dimension) + k]).DefaultIfEmpty().Average());
    }

    public InteractionDataset Data { get; }

    public Dictionary<string, ItemContent> Contents { get; }

    public VectorSpace Space { get; }

    public static ItemContent Newcomer(int kind) => Content("golden", kind);

    private static ItemContent Content(string colour, int kind) =>
        new() { Title = $"{colour.ToUpperInvariant()} {Kinds[kind]}", Price = 1 + kind };
}
