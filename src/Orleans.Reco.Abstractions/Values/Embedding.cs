namespace Orleans.Reco;

/// <summary>
/// A vector that a model made: packed floats and the version of the model. Vectors of different versions are not comparable.
/// </summary>
/// <param name="Values">The vector, shape <c>[dimension]</c>.</param>
/// <param name="ModelVersion">The bundle that produced it.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.Embedding")]
public readonly record struct Embedding([property: Id(0)] Packed<float> Values, [property: Id(1)] string ModelVersion)
{
    /// <summary>The number of components.</summary>
    public int Dimension => Values.Length;

    /// <summary>True where there is no vector yet.</summary>
    public bool IsEmpty => Values.IsEmpty;

    /// <summary>True if this vector was made by the given model and so may be used with it.</summary>
    public bool IsOf(string modelVersion) => !IsEmpty && ModelVersion == modelVersion;
}
