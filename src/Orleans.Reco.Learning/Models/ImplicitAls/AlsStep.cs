namespace Orleans.Reco.Learning;

/// <summary>
/// What the lead of ALS by blocks asks of all parts: that an iteration begins, and then one product a step of conjugate gradients. Each
/// part answers for its own users u, who observed some items i; the lead adds the answers up in the order of the parts.
/// </summary>
/// <param name="Iteration">The iteration, from 1.</param>
/// <param name="Begins">
/// True: solve the users x from the item vectors v; asked for is <c>Σ x xᵀ</c> and, for each item, <c>Σ x (1 − x·v)</c>, shape
/// <c>[dimension + items, dimension]</c>. False: asked for is <c>Σ x (x·p)</c> with each item's direction p, shape <c>[items, dimension]</c>.
/// </param>
/// <param name="Vectors">The item vectors, or the directions, shape <c>[items, dimension]</c>.</param>
public sealed record AlsStep(int Iteration, bool Begins, ReadOnlyMemory<float> Vectors);
