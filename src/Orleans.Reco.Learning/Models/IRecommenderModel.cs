namespace Orleans.Reco.Learning;

/// <summary>Scores every item for a user whose history it is given; nothing else is known of the user.</summary>
public interface IRecommenderModel
{
    /// <summary>The model's name in tables.</summary>
    string Name { get; }

    /// <summary>The number of items n; the item of index i has its score at i - 1.</summary>
    int Items { get; }

    /// <summary>Scores all items for a batch of users; higher is better.</summary>
    /// <param name="histories">A history a user, oldest first; may be empty.</param>
    /// <param name="scores">Receives the scores, row-major, shape <c>[histories, items]</c>.</param>
    void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores);
}
