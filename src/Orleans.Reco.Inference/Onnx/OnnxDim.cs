using System.Globalization;

namespace Orleans.Reco.Inference;

/// <summary>A dimension of a graph's input or output: a number, or a name where it varies from run to run.</summary>
public readonly record struct OnnxDim
{
    /// <summary>A fixed size.</summary>
    public OnnxDim(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
    }

    /// <summary>A varying size; equal names mean equal sizes within one run.</summary>
    public OnnxDim(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The size, where <see cref="Name"/> is null.</summary>
    public long Size { get; }

    /// <summary>The name of a varying size.</summary>
    public string? Name { get; }

    /// <summary>A fixed size.</summary>
    public static implicit operator OnnxDim(int size) => new(size);

    /// <summary>A varying size.</summary>
    public static implicit operator OnnxDim(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name ?? Size.ToString(CultureInfo.InvariantCulture);
}
