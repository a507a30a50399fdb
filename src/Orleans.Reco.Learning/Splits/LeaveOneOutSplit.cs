namespace Orleans.Reco.Learning;

/// <summary>
/// Leave-one-out as in the sequential recommendation papers (SASRec: Kang and McAuley, ICDM 2018): of every user with three or more
/// interactions the last is the test, the one before it the validation.
/// </summary>
public static class LeaveOneOutSplit
{
    /// <summary>The protocol's name.</summary>
    public const string Name = "leave-one-out";

    /// <summary>Splits; a user with fewer than three interactions is trained on whole.</summary>
    /// <exception cref="DatasetException">No user has three interactions.</exception>
    public static DataSplit Create(InteractionDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        List<EvaluationCase> validation = [], test = [];
        for (var user = 0; user < dataset.Users.Count; user++)
        {
            var history = dataset.HistoryOf(user);
            if (history.Length >= 3)
            {
                validation.Add(new EvaluationCase(user, history[..^2], [history.Span[^2].Item]));
                test.Add(new EvaluationCase(user, history[..^1], [history.Span[^1].Item]));
            }
        }

        if (test.Count == 0)
        {
            throw new DatasetException("users", "no user has the three interactions that leave-one-out needs.");
        }

        return new DataSplit
        {
            Protocol = "Leave-one-out: the last interaction of each user is the test, the one before it the validation. "
                + "Full ranking over all items without those of the history.",
            Train = dataset.WithoutLast(2),
            TrainAndValidation = dataset.WithoutLast(1),
            Validation = validation,
            Test = test,
            Candidates = Enumerable.Repeat(true, dataset.Items.Count).ToArray(),
        };
    }

    // Users who are too short to be measured keep everything.
    private static InteractionDataset WithoutLast(this InteractionDataset dataset, int count) =>
        dataset.Keep((_, history) => history.Length >= 3 ? history[..^count] : history);
}
