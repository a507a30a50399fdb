using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Reco.Learning;

/// <summary>
/// Holds users out whole ("strong generalisation", Liang et al., WWW 2018): a model never learns from them; it is given the first part
/// of their history and measured on the rest.
/// </summary>
/// <remarks>
/// A user's part follows from SHA-256 of <c>seed:user</c>, so that it stays the same when other users come or go.
/// </remarks>
internal static class ByUserSplit
{
    private const int Digits = 12;

    /// <summary>Splits.</summary>
    /// <exception cref="DatasetException">A part would be empty.</exception>
    public static DataSplit Create(InteractionDataset all, SplitConfiguration configuration)
    {
        var parts = all.Users.Select(id => Part(id, configuration)).ToArray();
        var data = all.WithItemsOf(all.Keep((user, history) => parts[user] == SplitPart.Test ? default : history));
        var train = data.Keep((user, history) => parts[user] == SplitPart.Train ? history : default);
        var both = data.Keep((user, history) => parts[user] == SplitPart.Test ? default : history);
        var validation = Cases(data, parts, SplitPart.Validation, train.KnownItems(), configuration.HistoryShare);
        var test = Cases(data, parts, SplitPart.Test, both.KnownItems(), configuration.HistoryShare);
        if (train.Events.Length == 0 || validation.Count == 0 || test.Count == 0)
        {
            throw new DatasetException(
                "users", "too few to hold out some for validation and some for the test who turn to a new, known item.");
        }

        return new DataSplit
        {
            Protocol = string.Create(
                CultureInfo.InvariantCulture,
                $"""
                By user: {configuration.HoldoutFraction:P0} of the users are the test, {configuration.ValidationFraction:P0} the validation
                (seed {configuration.Seed}); the model is given the first {configuration.HistoryShare:P0} of their history, targets are the
                new items of the rest that users who were learnt from know. Full ranking over all such items without those of the history.
                """).ReplaceLineEndings(" "),
            Train = train,
            TrainAndValidation = both,
            Validation = validation,
            Test = test,
            Candidates = Enumerable.Repeat(true, data.Items.Count).ToArray(),
        };
    }

    /// <summary>Which part a user belongs to.</summary>
    public static SplitPart Part(string user, SplitConfiguration configuration)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Salt(configuration) + user)))[..Digits];
        var (test, held) = Bounds(configuration);
        return string.CompareOrdinal(hash, test) < 0 ? SplitPart.Test
            : string.CompareOrdinal(hash, held) < 0 ? SplitPart.Validation
            : SplitPart.Train;
    }

    /// <summary>What stands before the user's id when it is hashed.</summary>
    public static string Salt(SplitConfiguration configuration) => string.Create(CultureInfo.InvariantCulture, $"{configuration.Seed}:");

    /// <summary>The first digits of the hash, hex, below which a user is of the test, and below which of the test or the validation.</summary>
    public static (string Test, string Held) Bounds(SplitConfiguration configuration)
    {
        static string Hex(double share) => ((long)(share * (1L << (4 * Digits)))).ToString($"x{Digits}", CultureInfo.InvariantCulture);
        return (Hex(configuration.HoldoutFraction), Hex(configuration.HoldoutFraction + configuration.ValidationFraction));
    }

    private static List<EvaluationCase> Cases(InteractionDataset data, SplitPart[] parts, SplitPart part, bool[] known, double share)
    {
        var cases = new List<EvaluationCase>();
        for (var user = 0; user < parts.Length; user++)
        {
            var events = data.HistoryOf(user);
            if (parts[user] != part || events.Length < 2)
            {
                continue;
            }

            var history = events[..Math.Clamp((int)(events.Length * share), 1, events.Length - 1)];
            var seen = history.ToArray().Select(e => e.Item).ToHashSet();
            var targets = events[history.Length..].ToArray()
                .Where(e => known[e.Item - 1] && data.WeightOf(e) > 0 && seen.Add(e.Item))
                .Select(e => e.Item)
                .ToArray();
            if (targets.Length > 0)
            {
                cases.Add(new EvaluationCase(user, history, targets));
            }
        }

        return cases;
    }
}
