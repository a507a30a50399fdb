using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orleans.Reco.Storage;

/// <summary>Moves files to and from blobs: in parts, each checked by its MD5 on the way, all or nothing at the end.</summary>
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
        var upload = new BlobUploadOptions
        {
            Conditions = new() { IfNoneMatch = ETag.All },
            TransferOptions = InParts,
            TransferValidation = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
        };
        try
        {
            await using var content = File.OpenRead(file);
            _ = await blob.UploadAsync(content, upload, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Downloads a blob to a file, which is complete or not there.</summary>
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
                var download = new BlobDownloadToOptions
                {
                    TransferOptions = InParts,
                    TransferValidation = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
                };
                _ = await blob.DownloadToAsync(content, download, cancellationToken);
            }

            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
