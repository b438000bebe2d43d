using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Crops;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Atmosphere.Silo;

/// <summary>Pictures as blobs of one private container. A blob's name is the picture's key.</summary>
/// <param name="container">Made when it is missing, at the first call.</param>
/// <param name="time">To bound calls.</param>
public sealed class BlobCropStore(BlobContainerClient container, TimeProvider time) : ICropStore
{
    /// <summary>One call with all its attempts.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private volatile bool _containerIsPrivate;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The key is not one of <see cref="CropKeys"/>.</exception>
    /// <exception cref="RequestFailedException">The service refused, or failed in every attempt.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time; the picture may be stored or not.</exception>
    public Task SaveAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => CallAsync(
        key,
        (blob, token) => blob.UploadAsync(BinaryData.FromBytes(bytes), overwrite: true, token),
        cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The key is not one of <see cref="CropKeys"/>.</exception>
    /// <exception cref="RequestFailedException">The service refused, or failed in every attempt.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time.</exception>
    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => CallAsync(
        key,
        async (blob, token) =>
        {
            try
            {
                var content = await blob.DownloadContentAsync(token);
                return content.Value.Content.ToArray();
            }
            // A missing container answers 404, too: that is a fault, and not a picture that somebody deleted.
            catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return (byte[]?)null;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The key is not one of <see cref="CropKeys"/>.</exception>
    /// <exception cref="RequestFailedException">The service refused, or failed in every attempt.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time; the picture may be gone or not.</exception>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) => CallAsync(
        key,
        (blob, token) => blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: token),
        cancellationToken);

    private async Task<T> CallAsync<T>(string key, Func<BlobClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var (kind, id) = CropKey.Split(key);
        using var limit = new CancellationTokenSource(Longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await EnsurePrivateContainerAsync(both.Token);
            return await call(container.GetBlobClient($"{kind}/{id}"), both.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The store of pictures did not answer within {Longest.TotalSeconds} seconds.", late);
        }
    }

    /// <summary>Once per process. Several at once do no harm.</summary>
    private async Task EnsurePrivateContainerAsync(CancellationToken cancellationToken)
    {
        if (_containerIsPrivate) return;
        await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken);
        var properties = await container.GetPropertiesAsync(cancellationToken: cancellationToken);
        if (properties.Value.PublicAccess is PublicAccessType.Blob or PublicAccessType.BlobContainer)
            throw new InvalidOperationException($"The container '{container.Name}' can be read by the public. Make it private, or name another in Crops:Container.");
        _containerIsPrivate = true;
    }
}
