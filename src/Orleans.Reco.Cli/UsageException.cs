using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary>An option's value is not allowed; the message names the option.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Runs something whose failures are the user's input, and names the option in kebab case.</summary>
    public static T Guard<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (DatasetException e)
        {
            var option = string.Concat(e.Field.Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));
            throw new UsageException($"--{option}: {e.Reason}");
        }
    }
}
