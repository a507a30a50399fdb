namespace Orleans.Reco.Inference;

/// <summary>What the encoder says of the users of a batch.</summary>
/// <param name="states">States, shape <c>[n, stateDimension]</c>.</param>
/// <param name="vectors">User vectors, shape <c>[n, dimension]</c>.</param>
/// <param name="known">Which users have at least one event that the encoder knows.</param>
/// <param name="queries">What was asked; a user of whom nothing was pending keeps what came with the query.</param>
/// <param name="kept">Which users those are.</param>
/// <param name="model">The model.</param>
internal sealed class EncodedUsers(
    float[] states, float[] vectors, bool[] known, IReadOnlyList<ScoreQuery> queries, bool[] kept, ServingModel model)
{
    public ServingModel Model => model;

    /// <summary>False where the user vector says nothing, as there is no event that the encoder knows.</summary>
    public bool IsKnown(int user) => known[user];

    public ReadOnlySpan<float> Vector(int user) => vectors.AsSpan(user * model.Manifest.Dimension, model.Manifest.Dimension);

    /// <summary>
    /// The state to keep: of a user without known events the zeros from which steps begin; empty where the encoder has no state.
    /// </summary>
    public Embedding StateOf(int user) =>
        kept[user] ? queries[user].State
        : model.Encoder.CanStep
            ? new Embedding(
                new Packed<float>(states.AsSpan(user * model.Manifest.StateDimension, model.Manifest.StateDimension)),
                model.Version)
            : default;

    /// <summary>The user vector to keep; empty where it says nothing.</summary>
    public Embedding VectorOf(int user) =>
        kept[user] ? queries[user].Vector
        : known[user] ? new Embedding(new Packed<float>(Vector(user)), model.Version) : default;
}
