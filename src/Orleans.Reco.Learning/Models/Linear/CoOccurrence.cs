namespace Orleans.Reco.Learning;

/// <summary>How often the same users turn to two items.</summary>
internal static class CoOccurrence
{
    /// <summary>The strongest weights of each item, made of its counts with other items.</summary>
    /// <param name="matrix">Who had to do with what.</param>
    /// <param name="width">Weights kept for each item.</param>
    /// <param name="userExponent">Each user counts <c>1 / length^exponent</c>.</param>
    /// <param name="weight">The weight of zero-based items j, i from their count; 0 where it is not to be kept.</param>
    /// <param name="parallel">Threads, and what ends the computation.</param>
    public static ItemRows Rows(
        InteractionMatrix matrix, int width, double userExponent, Func<int, int, double, double> weight, ParallelOptions parallel)
    {
        var shares = UserShares(matrix, userExponent);
        var rows = ItemRows.Create(matrix.Items, Math.Min(width, matrix.Items));
        _ = Parallel.For(0, matrix.Items, parallel, () => new Accumulator(matrix.Items), (item, _, work) =>
        {
            work.Keep(matrix, shares, item, weight, rows);
            return work;
        }, _ => { });
        return rows;
    }

    /// <summary>The whole symmetric matrix of counts, row-major, shape <c>[items, items]</c>.</summary>
    public static float[] Dense(InteractionMatrix matrix, ParallelOptions parallel)
    {
        var counts = new float[(long)matrix.Items * matrix.Items];
        _ = Parallel.For(0, matrix.Items, parallel, item =>
        {
            var start = (long)item * matrix.Items;
            foreach (var user in matrix.UsersOfItems.AsSpan(matrix.ItemStarts[item]..matrix.ItemStarts[item + 1]))
            {
                foreach (var other in matrix.ItemsOfUsers.AsSpan(matrix.UserStarts[user]..matrix.UserStarts[user + 1]))
                {
                    counts[start + other]++;
                }
            }
        });
        return counts;
    }

    private static double[] UserShares(InteractionMatrix matrix, double exponent)
    {
        var shares = new double[matrix.Users];
        for (var user = 0; user < shares.Length; user++)
        {
            shares[user] = Math.Pow(Math.Max(1, matrix.UserStarts[user + 1] - matrix.UserStarts[user]), -exponent);
        }

        return shares;
    }

    private sealed class Accumulator(int items)
    {
        private readonly double[] _counts = new double[items];
        private readonly float[] _row = new float[items];
        private readonly (float[], int[]) _best = (new float[items], new int[items]);

        public void Keep(InteractionMatrix matrix, double[] shares, int item, Func<int, int, double, double> weight, ItemRows rows)
        {
            Array.Clear(_counts);
            foreach (var user in matrix.UsersOfItems.AsSpan(matrix.ItemStarts[item]..matrix.ItemStarts[item + 1]))
            {
                foreach (var other in matrix.ItemsOfUsers.AsSpan(matrix.UserStarts[user]..matrix.UserStarts[user + 1]))
                {
                    _counts[other] += shares[user];
                }
            }

            for (var other = 0; other < _counts.Length; other++)
            {
                _row[other] = _counts[other] == 0 ? 0 : (float)weight(item, other, _counts[other]);
            }

            rows.Keep(item, _row, _best);
        }
    }
}
