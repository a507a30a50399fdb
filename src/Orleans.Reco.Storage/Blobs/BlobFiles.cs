using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orleans.Reco.Storage;

/// <summary>
/// Moves files to and from blobs: in parts, each checked by its MD5 on the way up, all or nothing at the end. A blob carries the MD5 of
/// its whole content, which every download is checked against.
/// </summary>
internal static class BlobFiles
{
    private const int PartBytes = 8 << 20;

    private static readonly StorageTransferOptions InParts = new()
    {
        InitialTransferSize = PartBytes,
        MaximumTransferSize = PartBytes,
        MaximumConcurrency = 4,
    };

    /// <summary>Uploads a file under a name that is free; false where a blob has it already.</summary>
    public static async Task<bool> TryUploadAsync(BlobClient blob, string file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        var upload = new BlobUploadOptions
        {
            Conditions = new() { IfNoneMatch = ETag.All },
            HttpHeaders = new() { ContentHash = await Md5Async(content, cancellationToken) },
            TransferOptions = InParts,
            TransferValidation = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
        };
        content.Position = 0;
        try
        {
            _ = await blob.UploadAsync(content, upload, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Downloads a blob to a file, which is complete or not there.</summary>
    /// <exception cref="FileNotFoundException">There is no such blob.</exception>
    /// <exception cref="InvalidDataException">The content is not what was uploaded.</exception>
    public static async Task DownloadAsync(BlobClient blob, string file, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(folder);

        // Readers of the folder skip what begins with an underscore.
        var temporary = Path.Combine(folder, $"_{Guid.CreateVersion7():N}");
        try
        {
            await using (var content = new FileStream(temporary, FileMode.CreateNew))
            {
                // The service gives sums of parts of 4 MiB at most; the whole is checked below.
                _ = await blob.DownloadToAsync(content, new BlobDownloadToOptions { TransferOptions = InParts }, cancellationToken);
                await CheckAsync(blob, content, cancellationToken);
                content.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: true);
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            throw new FileNotFoundException("There is no such blob.", blob.Name, failure);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The MD5 of a file.</summary>
    public static async Task<byte[]> Md5Async(string file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        return await Md5Async(content, cancellationToken);
    }

    private static async Task CheckAsync(BlobClient blob, FileStream content, CancellationToken cancellationToken)
    {
        var published = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentHash;
        content.Position = 0;
        var actual = await Md5Async(content, cancellationToken);
        if (published is { Length: > 0 } && !published.AsSpan().SequenceEqual(actual))
        {
            throw new InvalidDataException($"Blob '{blob.Name}' is damaged: its content does not have the MD5 that it was uploaded with.");
        }
    }

    /// <summary>Not against an attacker: it is the sum that the blob service itself keeps and checks.</summary>
    private static ValueTask<byte[]> Md5Async(Stream content, CancellationToken cancellationToken) =>
        MD5.HashDataAsync(content, cancellationToken);
}
