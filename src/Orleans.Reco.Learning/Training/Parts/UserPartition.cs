using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Reco.Learning;

/// <summary>One of several shares of the users, by hash of the id: every user is in exactly one, in C# and in SQL alike.</summary>
/// <param name="Index">Which share, from 0.</param>
/// <param name="Count">Of how many, 1 or more.</param>
public readonly record struct UserPartition(int Index, int Count)
{
    /// <summary>True where the user belongs to this share.</summary>
    public bool Contains(string user) => Of(user, Count) == Index;

    /// <summary>The share of a user: the first four bytes of MD5, which DuckDB has too; nobody is kept from guessing anything by it.</summary>
    public static int Of(string user, int count) =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(MD5.HashData(Encoding.UTF8.GetBytes(user))) % (uint)count);

    /// <summary>The same as an SQL condition on a column with user ids.</summary>
    internal string ToSql(string column) => $"CAST('0x' || md5({column})[1:8] AS UBIGINT) % {Count} = {Index}";
}
