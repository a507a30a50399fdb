using System.Text.RegularExpressions;

namespace Orleans.Reco.Storage;

/// <summary>Checks the options of one provider before the silo starts.</summary>
internal sealed partial class BlobGrainStorageOptionsValidator(BlobGrainStorageOptions options, string name) : IConfigurationValidator
{
    /// <inheritdoc/>
    /// <exception cref="OrleansConfigurationException">An option is missing or not allowed.</exception>
    public void ValidateConfiguration()
    {
        if (options.Accounts.Count == 0)
        {
            throw Error(nameof(options.Accounts), "must have at least one account");
        }

        if (!IsContainerName(options.ContainerName))
        {
            throw Error(nameof(options.ContainerName), "must be 3 to 63 of a-z, 0-9 and single '-' between them");
        }
    }

    /// <summary>Whether Azure takes it as the name of a container.</summary>
    public static bool IsContainerName(string? value) => value is { Length: >= 3 and <= 63 } && ContainerNames().IsMatch(value);

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex ContainerNames();

    private OrleansConfigurationException Error(string option, string rule) =>
        new($"{nameof(BlobGrainStorageOptions)}.{option} of grain storage '{name}' {rule}.");
}
