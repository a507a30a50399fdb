namespace Orleans.Reco.Learning;

/// <summary>A categorical attribute of users or items.</summary>
/// <param name="Name">In lower camel case.</param>
/// <param name="Size">How many values there are, 0 = unknown included.</param>
/// <param name="Values">The value of each user or item, from 0 to <c>Size - 1</c>.</param>
public sealed record RatingAttribute(string Name, int Size, int[] Values);
