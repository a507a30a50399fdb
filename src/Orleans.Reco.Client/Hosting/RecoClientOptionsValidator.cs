using Microsoft.Extensions.Options;

namespace Orleans.Reco.Client;

[OptionsValidator]
internal sealed partial class RecoClientOptionsValidator : IValidateOptions<RecoClientOptions>;
