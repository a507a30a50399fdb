using Microsoft.Extensions.Options;

namespace Orleans.Reco.Web;

[OptionsValidator]
internal sealed partial class RecoWebOptionsValidator : IValidateOptions<RecoWebOptions>;
