using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>A batch as tensors; those that the network does not take are null.</summary>
/// <param name="Ids">Rows of the joint table, shape <c>[batch, fields]</c>.</param>
/// <param name="Numbers">Scaled, shape <c>[batch, numbers]</c>.</param>
/// <param name="PastItems">Rows of the joint table, shape <c>[batch, length]</c>.</param>
/// <param name="PastSignals">Same shape.</param>
/// <param name="PastMask">1 for an event and 0 for padding, shape <c>[batch, length, 1]</c>.</param>
internal sealed record RankerInputs(Tensor Ids, Tensor? Numbers, Tensor? PastItems, Tensor? PastSignals, Tensor? PastMask);
