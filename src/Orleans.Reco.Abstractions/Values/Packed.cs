using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.Reco;

/// <summary>
/// A read-only array of plain values that travels and is stored as its little-endian bytes: one length and one copy,
/// where the array codec would spend a tag and a virtual call on each element.
/// </summary>
/// <typeparam name="T">A value without references, such as <see cref="float"/>, <see cref="int"/> or a packed struct.</typeparam>
[Immutable]
public readonly struct Packed<T> : IEquatable<Packed<T>>
    where T : unmanaged
{
    private readonly T[]? _values;

    /// <summary>Takes the array over: the caller must not change it afterwards.</summary>
    public Packed(T[] values) => _values = values;

    /// <summary>Copies the values.</summary>
    public Packed(ReadOnlySpan<T> values) => _values = values.IsEmpty ? null : values.ToArray();

    /// <summary>The number of values.</summary>
    public int Length => _values?.Length ?? 0;

    /// <summary>True for the default value and for an empty array.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The values.</summary>
    public ReadOnlySpan<T> Span => _values;

    /// <summary>The values as memory.</summary>
    public ReadOnlyMemory<T> Memory => _values;

    /// <summary>The value at a position.</summary>
    public T this[int index] => Span[index];

    /// <summary>Bitwise equality.</summary>
    public static bool operator ==(Packed<T> left, Packed<T> right) => left.Equals(right);

    /// <summary>Bitwise inequality.</summary>
    public static bool operator !=(Packed<T> left, Packed<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Packed<T> other) => AsBytes().SequenceEqual(other.AsBytes());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Packed<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(AsBytes());
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{typeof(T).Name}[{Length}]";

    internal ReadOnlySpan<byte> AsBytes() => MemoryMarshal.AsBytes(Span);

    internal static Packed<T> FromBytes(int byteCount, out Span<byte> bytes)
    {
        if (byteCount % Unsafe.SizeOf<T>() != 0)
        {
            throw new InvalidDataException($"{byteCount} bytes are not a whole number of {typeof(T).Name} values.");
        }

        var values = new T[byteCount / Unsafe.SizeOf<T>()];
        bytes = MemoryMarshal.AsBytes(values.AsSpan());
        return new Packed<T>(values);
    }
}
