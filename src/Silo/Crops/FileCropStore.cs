using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Silo.Crops;

/// <summary>
/// Pictures as files: <c>kind/ab/id.jpg</c> below one folder, where <c>ab</c> spreads a kind over 256 folders.
/// Readable by their owner only. What has been saved or deleted stays so through a power cut.
/// </summary>
public sealed class FileCropStore : ICropStore
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>No write takes so long: what is older was left by a process that died.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly string _root;
    private readonly string _unfinished;
    private readonly KeptPictures _kept;

    /// <param name="root">The folder; created when it is missing.</param>
    /// <param name="time">To tell abandoned files from those that are being written.</param>
    public FileCropStore(string root, TimeProvider time)
    {
        _root = Path.GetFullPath(root);
        _unfinished = Path.Combine(_root, ".unfinished");
        CreateFolder(_unfinished);
        var oldest = time.GetUtcNow().UtcDateTime - Abandoned;
        _kept = new KeptPictures(_root);
        _kept.Sweep();
        foreach (var file in Directory.EnumerateFiles(_unfinished).Where(file => File.GetLastWriteTimeUtc(file) < oldest)) File.Delete(file);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The key is not one of <see cref="CropKeys"/>.</exception>
    public Task SaveAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        // Waiting for the disk must not hold up the thread on which a grain takes its turns.
        return Task.Run(() => Save(path, bytes.Span), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The key is not one of <see cref="CropKeys"/>.</exception>
    public async Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(key), cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The key is not one of <see cref="CropKeys"/>.</exception>
    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        return Task.Run(() => Delete(path), cancellationToken);
    }

    private void Save(string path, ReadOnlySpan<byte> bytes)
    {
        var folder = Path.GetDirectoryName(path)!;
        CreateFolder(folder);
        var unfinished = Path.Combine(_unfinished, Guid.NewGuid().ToString("N"));
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
            using (var file = new FileStream(unfinished, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        FolderSync.Flush(folder);
    }

    private void Delete(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) return;
        if (!_kept.TryKeep(path)) File.Delete(path);
        // Also when there was nothing to delete: the deletion before may not have reached the disk.
        FolderSync.Flush(folder);
    }

    private string PathOf(string key)
    {
        var (kind, id) = CropKey.Split(key);
        // Hashed, since some kinds of id all begin alike.
        var shard = SHA256.HashData(Encoding.ASCII.GetBytes(id))[0].ToString("x2", CultureInfo.InvariantCulture);
        return Path.Combine(_root, kind, shard, id + ".jpg");
    }

    /// <summary>Creates a folder with those above it, each known to the disk before something is put into it.</summary>
    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder);
        if (parent is not null) CreateFolder(parent);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerFolder);
        if (parent is not null) FolderSync.Flush(parent);
    }
}
