using System.Globalization;

namespace Orleans.Reco.Learning;

/// <summary>Hyper-parameters that were given by name, the defaults of an algorithm for the rest.</summary>
public sealed class ParameterValues
{
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);

    /// <summary>Takes the given values and checks them.</summary>
    /// <exception cref="DatasetException">A name is not known, or a value is outside its range.</exception>
    public ParameterValues(IModelAlgorithm algorithm, IReadOnlyDictionary<string, double>? given = null)
        : this(algorithm?.Name, algorithm?.Parameters, given)
    {
    }

    /// <summary>Takes the given values for a ranker and checks them.</summary>
    /// <exception cref="DatasetException">A name is not known, or a value is outside its range.</exception>
    public ParameterValues(IRankerAlgorithm algorithm, IReadOnlyDictionary<string, double>? given = null)
        : this(algorithm?.Name, algorithm?.Parameters, given)
    {
    }

    private ParameterValues(string? owner, IReadOnlyList<HyperParameter>? parameters, IReadOnlyDictionary<string, double>? given)
    {
        ArgumentNullException.ThrowIfNull(parameters, "algorithm");
        foreach (var parameter in parameters)
        {
            _values[parameter.Name] = parameter.Default;
        }

        foreach (var (name, value) in given ?? new Dictionary<string, double>())
        {
            var parameter = parameters.FirstOrDefault(p => p.Name == name)
                ?? throw new DatasetException(name, $"{owner} does not know it; allowed are {string.Join(", ", _values.Keys)}.");
            var whole = parameter.Scale != ParameterScale.Integer || value == Math.Floor(value);
            if (!(value >= parameter.Min && value <= parameter.Max && whole))
            {
                var kind = parameter.Scale == ParameterScale.Integer ? "whole numbers from " : "";
                throw new DatasetException(
                    name, FormattableString.Invariant($"{value} is not allowed; allowed are {kind}{parameter.Min} to {parameter.Max}."));
            }

            _values[name] = value;
        }
    }

    /// <summary>All names with their values, by name.</summary>
    public IReadOnlyDictionary<string, double> All => _values;

    /// <summary>The value of a hyper-parameter.</summary>
    public double this[string name] => _values[name];

    /// <summary>The value of one that is a whole number.</summary>
    public int Int(string name) => (int)_values[name];

    /// <summary>As text for a manifest.</summary>
    public Dictionary<string, string> ToText() =>
        _values.ToDictionary(v => v.Key, v => v.Value.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
