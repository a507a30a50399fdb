namespace Orleans.Reco.Storage.Tests;

/// <summary>A grain that keeps a number under the name that the grains of the product use.</summary>
[Alias("reco.tests.IStorageTestGrain")]
public interface IStorageTestGrain : IGrainWithStringKey
{
    /// <summary>Adds and returns the sum once it is stored.</summary>
    [Alias("Add")]
    Task<int> Add(int number);
}
