namespace Orleans.Reco.Inference;

/// <summary>
/// Users as a bundle alone lets one imagine them: walks from neighbour to neighbour that begin with an item by its popularity, encoded by
/// the bundle's own encoder. All silos that load a bundle have the same, whomever they served before.
/// </summary>
internal static class SampleUsers
{
    private const int Users = 256;
    private const int Events = 8;
    private const int Seed = 1;

    /// <summary>Encodes them.</summary>
    /// <returns>User vectors, shape <c>[users, dimension]</c>; empty where the encoder was trained on no event.</returns>
    public static float[] Encode(ModelResources resources)
    {
        var manifest = resources.Manifest;
        if (manifest.EventTypes.Count == 0)
        {
            return [];
        }

        var random = new Random(Seed);
        var (items, events, lengths) = (new List<int>(), new List<int>(), new int[Users]);
        var popularity = Cumulative(resources.Popularity);
        for (var user = 0; user < Users; user++)
        {
            var row = Draw(popularity, random);
            for (; row >= 0 && lengths[user] < Events; lengths[user]++)
            {
                items.Add(row + 1);
                events.Add(manifest.EventTypes.Values.Min());
                row = manifest.Neighbours == 0
                    ? -1
                    : resources.NeighbourRows[(row * manifest.Neighbours) + random.Next(manifest.Neighbours)];
            }
        }

        var vectors = new float[Users * manifest.Dimension];
        resources.Encoder.Encode([.. items], [.. events], lengths, new float[Users * manifest.StateDimension], vectors);
        return vectors;
    }

    // One more for each item, so that those without interactions come too.
    private static double[] Cumulative(float[] popularity)
    {
        var (sums, sum) = (new double[popularity.Length], 0d);
        for (var row = 0; row < sums.Length; row++)
        {
            sums[row] = sum += 1 + Math.Max(0, popularity[row]);
        }

        return sums;
    }

    private static int Draw(double[] cumulative, Random random)
    {
        var found = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return found < 0 ? ~found : found;
    }
}
