namespace Orleans.Reco.Learning;

/// <summary>A categorical input of a ranker.</summary>
/// <param name="Name">In lower camel case; also the name of the graph's input.</param>
/// <param name="Size">How many ids there are, 0 = unknown included: ids are from 0 to <c>Size - 1</c>.</param>
/// <param name="Open">
/// True where new ids keep coming, such as users: training hides some of them, so that a model learns what to do without one.
/// </param>
public sealed record RankingField(string Name, int Size, bool Open = false);
