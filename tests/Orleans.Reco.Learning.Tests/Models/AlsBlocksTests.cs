using Orleans.Reco.Core;

namespace Orleans.Reco.Learning.Tests;

public sealed class AlsBlocksTests
{
    private static readonly InteractionDataset Shop = TestShop.Dataset(users: 120, items: 70);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(3, 0.5, 0.6)]
    public void PartsFitTheModelOfOneMachine(int count, double popularityExponent, double frequencyExponent)
    {
        var options = Options(popularityExponent, frequencyExponent);
        var alone = AlsModel.Fit(Shop, long.MaxValue, options, Cancellation).ItemFactors.Span;
        var parts = new Parts(Shop, options, count);
        AssertClose(alone, parts.Fit().ItemFactors.Span);
        Assert.Equal(options.Iterations * (1 + options.Steps), parts.Steps);
    }

    [Fact]
    public void ItemsThatNobodyChoseAndUsersWhoChoseNothingBecomeZero()
    {
        // The last item has bad ratings only, and so has the first user.
        var data = new InteractionDataset
        {
            Users = Shop.Users,
            Items = Shop.Items,
            Types = [.. Shop.Types, InteractionTypes.Default[InteractionType.Rating]],
            Events = [.. Shop.Events.Select(e => e.Item == 70 || e.User == 0 ? e with { Value = 1, Type = 3 } : e)],
            UserStarts = Shop.UserStarts,
        };
        var alone = AlsModel.Fit(data, long.MaxValue, Options(), Cancellation).ItemFactors.Span;
        var factors = new Parts(data, Options(), 2).Fit().ItemFactors.Span;
        AssertClose(alone, factors);
        Assert.All(factors[^Options().Dimension..].ToArray(), factor => Assert.Equal(0, factor));
    }

    [Fact]
    public void APartThatIsMadeAnewInMidIterationChangesNothing()
    {
        var undisturbed = new Parts(Shop, Options(), 3).Fit().ItemFactors.ToArray();
        var parts = new Parts(Shop, Options(), 3);
        parts.Before = step =>
        {
            if (step is { Iteration: 3, Begins: false })
            {
                parts.Lose(1);
            }
        };
        Assert.Equal(undisturbed, parts.Fit().ItemFactors.ToArray());
    }

    [Fact]
    public void UsersOnAnotherWayBeginAnew()
    {
        var part = new Parts(Shop, Options(), 1).Make(0);
        var (first, other) = (Vectors(1), Vectors(2));
        part.SolveUsers(0, "first", first, Cancellation);
        var begun = part.Begin(first, Cancellation);
        part.SolveUsers(1, "other", other, Cancellation);
        Assert.Equal(2, part.Done(["first", "other", "next"]));
        Assert.Equal(0, part.Done(["first"]));
        Assert.Equal(0, part.Done(["first", "first"]));
        part.SolveUsers(0, "first", first, Cancellation);
        Assert.Equal(begun, part.Begin(first, Cancellation));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => part.SolveUsers(1, "other", other, cancelled.Token));
        Assert.Equal(0, part.Done(["first"]));
    }

    private static AlsOptions Options(double popularityExponent = 0, double frequencyExponent = 1) => new()
    {
        Dimension = 8,
        Iterations = 6,
        Regularisation = 0.02,
        UnobservedWeight = 0.3,
        PopularityExponent = popularityExponent,
        FrequencyExponent = frequencyExponent,
        Threads = 2,
    };

    private static float[] Vectors(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 70 * 8).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(expected);
        Assert.NotEqual(0, scale);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4 * Math.Abs(scale));
        }
    }

    /// <summary>Shares of the users, and the item vectors that a share that is lost is made anew from.</summary>
    private sealed class Parts(InteractionDataset data, AlsOptions options, int count)
    {
        private readonly float[] _weights = AlsModel.UnobservedWeights(InteractionMatrix.Create(data, long.MaxValue), options);
        private readonly List<float[]> _items = [];
        private AlsPart[] _parts = [];

        public Action<AlsStep> Before { get; set; } = _ => { };

        public int Steps { get; private set; }

        public AlsModel Fit()
        {
            _parts = [.. Enumerable.Range(0, count).Select(Make)];
            return AlsModel.Fit(data, long.MaxValue, options, null, Cancellation, Step);
        }

        public AlsPart Make(int index)
        {
            var share = data.OfUsers(new UserPartition(index, count).Contains);
            return new AlsPart(InteractionMatrix.Create(share, long.MaxValue), _weights, options);
        }

        public void Lose(int index) => _parts[index] = Make(index);

        private IReadOnlyList<ReadOnlyMemory<float>> Step(AlsStep step)
        {
            Steps++;
            Before(step);
            if (step.Begins)
            {
                _items.Add(step.Vectors.ToArray());
            }

            string[] names = [.. _items.Select((_, i) => $"{i}")];
            return [.. _parts.Select(part =>
            {
                for (var i = part.Done(names); i < names.Length; i++)
                {
                    part.SolveUsers(i, names[i], _items[i], Cancellation);
                }

                var vectors = step.Vectors.ToArray();
                return new ReadOnlyMemory<float>(step.Begins ? part.Begin(vectors, Cancellation) : part.Multiply(vectors, Cancellation));
            })];
        }
    }
}
