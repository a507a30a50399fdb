using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// The lead of ALS by blocks: users and their vectors are divided among parts, item vectors are here. Parts solve their users; the items'
/// equations are solved here by the steps of <see cref="AlsSolver"/>, of whose products the parts sum up what was observed. The model is that
/// of one machine but for the order of summation.
/// </summary>
/// <param name="itemStarts">All items' observations, see <see cref="InteractionMatrix"/>.</param>
/// <param name="users">How many users the parts hold.</param>
/// <param name="unobservedWeights">What an item's unobserved pairs weigh, shape <c>[items]</c>.</param>
/// <param name="options">Hyper-parameters.</param>
/// <param name="parts">Asks all parts; the answers are in the order of the parts, and complete.</param>
/// <param name="parallel">Threads, and what ends the computation.</param>
internal sealed class AlsBlocks(
    int[] itemStarts,
    int users,
    float[] unobservedWeights,
    AlsOptions options,
    Func<AlsStep, IReadOnlyList<ReadOnlyMemory<float>>> parts,
    ParallelOptions parallel)
{
    /// <summary>Runs an iteration, from 1, which replaces the item vectors.</summary>
    public void Iterate(int iteration, float[] items)
    {
        var d = options.Dimension;
        var begun = Ask(new AlsStep(iteration, true, items));
        var gram = new AlsGram(begun[..(d * d)], users, unobservedWeights, options, parallel);
        var work = new ConjugateGradients(itemStarts.Length - 1, d);
        ForBlocks(items, gram, work, (item, row) =>
        {
            var r = work.Residual.AsSpan(row, d);
            if (itemStarts[item] == itemStarts[item + 1])
            {
                items.AsSpan(row, d).Clear();
            }
            else
            {
                TensorPrimitives.Subtract(begun.AsSpan((d * d) + row, d), work.Product.AsSpan(row, d), r);
            }

            work.Begin(item);
        });
        for (var step = 0; step < options.Steps; step++)
        {
            var observed = Ask(new AlsStep(iteration, false, work.Direction));
            ForBlocks(work.Direction, gram, work, (item, row) =>
            {
                var product = work.Product.AsSpan(row, d);
                TensorPrimitives.Add(product, observed.AsSpan(row, d), product);
                work.Step(item, items.AsSpan(row, d));
            });
        }
    }

    private float[] Ask(AlsStep step)
    {
        var answers = parts(step);
        var sum = answers[0].ToArray();
        foreach (var answer in answers.Skip(1))
        {
            TensorPrimitives.Add(sum, answer.Span, sum);
        }

        return sum;
    }

    // Writes all products with what the equations have in common, block by block, and goes on with each item of the block.
    private void ForBlocks(float[] vectors, AlsGram gram, ConjugateGradients work, Action<int, int> then)
    {
        var d = options.Dimension;
        var count = itemStarts.Length - 1;
        _ = Parallel.For(0, (count + AlsSolver.BlockRows - 1) / AlsSolver.BlockRows, parallel, block =>
        {
            var first = block * AlsSolver.BlockRows;
            var end = Math.Min(count, first + AlsSolver.BlockRows);
            gram.Multiply(vectors, first * d, work.Product, first * d, itemStarts, first, end - first);
            for (var item = first; item < end; item++)
            {
                then(item, item * d);
            }
        });
    }
}
