using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Client;

/// <summary>Checks the annotations; the source-generated validator would drop their messages.</summary>
internal sealed class RecoClientOptionsValidator : IValidateOptions<RecoClientOptions>
{
    public ValidateOptionsResult Validate(string? name, RecoClientOptions options)
    {
        var failures = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(failures.ConvertAll(failure => failure.ErrorMessage!));
    }
}
