using System.Security.Cryptography;
using System.Text;

namespace Orleans.Reco.Learning;

/// <summary>
/// Puts a keyed hash in the place of each user id: the first 128 bits of HMAC-SHA-256, hex. Sessions, whose names may hold user ids,
/// are hashed alike. The key is never recorded; who has it can still name the users, who has not can not.
/// </summary>
public sealed record PseudonymiseStep : PreparationStep
{
    internal const string StepName = "pseudonymise";

    private const int BlockSize = 64;
    private const int MinKeyBytes = 16;

    /// <summary>A file with the key; line ends after it do not count. Give this or <see cref="KeyVariable"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The environment variable that holds the key. Give this or <see cref="KeyFile"/>.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>True to empty the items' titles, which are free text. Default: false.</summary>
    public bool DropText { get; init; }

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override void Validate()
    {
        if ((KeyFile is null) == (KeyVariable is null))
        {
            throw new DatasetException("steps", "pseudonymise needs its key from either keyFile=PATH or keyVariable=NAME.");
        }
    }

    internal override string Run(PreparationContext context)
    {
        var key = ReadKey();
        context.Replace($"""
            SELECT e.row_id, u.pseudonym AS "user", e.item, e.type, e.value, e.ts,
              CASE WHEN e.session IS NOT NULL THEN {Hash("e.session", key)} END AS session
            FROM events e JOIN (SELECT "user", {Hash("\"user\"", key)} AS pseudonym FROM (SELECT DISTINCT "user" FROM events)) u
            ON u."user" = e."user"
            """);
        if (DropText)
        {
            context.Db.Run("UPDATE items SET title = NULL");
        }

        var source = KeyFile is null ? $"variable {KeyVariable}" : "a file";
        return $"HMAC-SHA-256 of users and sessions, key from {source}; titles {(DropText ? "dropped" : "kept")}";
    }

    // RFC 2104 in SQL, so that the data does not have to pass through this process.
    private static string Hash(string column, byte[] key)
    {
        var block = new byte[BlockSize];
        (key.Length > BlockSize ? SHA256.HashData(key) : key).CopyTo(block, 0);
        string Pad(byte with) => $"unhex('{Convert.ToHexString(Array.ConvertAll(block, b => (byte)(b ^ with)))}')";
        return $"left(sha256({Pad(0x5c)} || unhex(sha256({Pad(0x36)} || encode({column})))), 32)";
    }

    private byte[] ReadKey()
    {
        var (source, key) = (KeyFile is null ? $"variable {KeyVariable}" : $"file '{KeyFile}'", Array.Empty<byte>());
        if (KeyFile is not null)
        {
            key = File.Exists(KeyFile)
                ? File.ReadAllBytes(KeyFile)
                : throw new DatasetException("steps", $"pseudonymise: the key {source} does not exist.");
            key = key.AsSpan().TrimEnd("\r\n"u8).ToArray();
        }
        else
        {
            key = Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(KeyVariable!) ?? "");
        }

        return key.Length >= MinKeyBytes
            ? key
            : throw new DatasetException("steps", $"pseudonymise: the key of {source} has {key.Length} bytes; {MinKeyBytes} or more are allowed.");
    }
}
