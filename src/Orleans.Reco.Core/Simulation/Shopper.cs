using System.Globalization;

namespace Orleans.Reco.Core;

/// <summary>A simulated shopper: latent taste, and what the visits so far have left to do.</summary>
internal sealed class Shopper
{
    private readonly Persona _first;
    private readonly Persona _second;
    private readonly double _shareBefore;
    private readonly double _shareAfter;
    private readonly double[] _whims;

    public Shopper(int number, ShopSimulatorOptions options, IReadOnlyList<Persona> personas, Sampler sampler)
    {
        UserId = $"shopper-{number.ToString("00000", CultureInfo.InvariantCulture)}";
        _first = sampler.One(personas);
        _second = sampler.One(personas);
        _shareBefore = 0.25 * sampler.Unit();
        _shareAfter = sampler.Chance(options.Drifting) ? 0.6 + (0.4 * sampler.Unit()) : _shareBefore;
        _whims = new double[Departments.Lines.Length];
        for (var line = 0; line < _whims.Length; line++)
        {
            _whims[line] = Math.Exp(0.5 * sampler.Normal());
        }

        PriceLevel = _first.PriceLevel + (0.4 * sampler.Normal());
        PriceSensitivity = 0.3 + (0.9 * sampler.Unit());
        const double spread = 0.9;
        Activity = Math.Exp((spread * sampler.Normal()) - (spread * spread / 2));
        FirstDay = sampler.Chance(0.3) ? sampler.Below(options.Days) : 0;
    }

    /// <summary>The shopper's id.</summary>
    public string UserId { get; }

    /// <summary>Sessions relative to the average shopper; log-normal.</summary>
    public double Activity { get; }

    /// <summary>The day of the history from which the shopper knows the shop.</summary>
    public int FirstDay { get; }

    /// <summary>The price looked for, in standard deviations from a line's median.</summary>
    public double PriceLevel { get; }

    /// <summary>How much a price away from that level puts off.</summary>
    public double PriceSensitivity { get; }

    /// <summary>How much the shopper wants a line, relative to an even spread. Moves with time for drifting shoppers.</summary>
    /// <param name="line">The line.</param>
    /// <param name="progress">The time in the history, [0,1].</param>
    public double Interest(int line, double progress)
    {
        var share = _shareBefore + ((_shareAfter - _shareBefore) * progress);
        var mixed = ((1 - share) * _first.LineWeights[line]) + (share * _second.LineWeights[line]);
        return ((mixed * _whims.Length) + 0.02) * _whims[line];
    }

    /// <summary>True for the brand that the shopper likes best in a department.</summary>
    public bool Likes(int department, int brand) => _first.Brands[department] == brand;
}
