namespace Orleans.Reco.Core.Tests;

/// <summary>
/// Shoppers with tastes of their own who see several lists and click by position (the cascade model of Craswell et al., WSDM 2008);
/// some of them buy. Lists of a bad model are less attractive.
/// </summary>
internal sealed class ClickModel(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Plays the users who have their first list in one look.</summary>
    /// <param name="users">How many.</param>
    /// <param name="quality">How attractive lists are, relative to the model in service.</param>
    public CanaryBlock Play(int users, double quality = 1)
    {
        var block = CanaryBlock.Empty;
        for (var user = 0; user < users; user++)
        {
            // Tastes differ widely between shoppers, and each of them sees one list or many.
            var taste = 0.04 * Math.Exp(_random.NextDouble() * 2) * quality;
            var (clicked, bought) = (0, 0);
            for (var lists = 1 + _random.Next(6); lists > 0; lists--)
            {
                for (var position = 0; position < 10; position++)
                {
                    if (_random.NextDouble() < taste / (1 + position))
                    {
                        clicked = 1;
                        bought |= _random.NextDouble() < 0.15 ? 1 : 0;
                        break;
                    }
                }
            }

            int[] successes = [clicked, bought, One(0.999), One(0.998), One(0.98)];
            block = new CanaryBlock(block.Users + 1, [.. block.Successes.Zip(successes, (sum, success) => sum + success)]);
        }

        return block;
    }

    private int One(double probability) => _random.NextDouble() < probability ? 1 : 0;
}
