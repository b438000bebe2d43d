using System.Collections.ObjectModel;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Atmosphere.Silo.Crops;
using Atmosphere.Silo.Operating;
using Atmosphere.Silo.Transfer;

namespace Atmosphere.Silo.Backup;

/// <summary>Reads an archive, and believes none of it: not the paths, not the sizes, not the content.</summary>
internal sealed class ArchiveReader : IDisposable
{
    /// <summary>A million files and more.</summary>
    private const int LargestManifest = 512 * 1024 * 1024;

    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private readonly string _path;
    private readonly ZipArchive _zip;

    private ArchiveReader(string path, FileStream file)
    {
        _path = path;
        try
        {
            _zip = new ZipArchive(file, ZipArchiveMode.Read);
            Manifest = ReadManifest();
        }
        catch (Exception fault)
        {
            file.Dispose();
            if (fault is InvalidDataException or EndOfStreamException) throw new RefusalException($"{path} is not a whole backup: it is something else, or was not finished, or is damaged.", fault);
            throw;
        }
    }

    public Manifest Manifest { get; }

    public long Bytes => Manifest.Files.Sum(file => file.Size);

    /// <exception cref="RefusalException">It is not an archive, not a whole one, or not one that this program can restore.</exception>
    public static ArchiveReader Open(string path)
    {
        if (!File.Exists(path)) throw new RefusalException($"There is no file {path}.");
        try
        {
            return new(path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException($"{path} can't be read: {fault.Message}", fault);
        }
    }

    /// <summary>Writes all files, each checked, below an empty folder, through to the disk.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="placeOf">Which place a path of the archive has there.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusalException">A file is not what the manifest says.</exception>
    public void UnpackTo(string folder, Func<string, string> placeOf, Progress progress, CancellationToken cancellationToken)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal) { folder };
        var (count, bytes) = (0, 0L);
        foreach (var file in Manifest.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.GetFullPath(placeOf(file.Path), folder);
            if (!DataLayout.IsBelow(path, folder)) throw new RefusalException($"{_path} has a file '{file.Path}', which would leave the data folder.");
            MakeFolder(Path.GetDirectoryName(path)!, folders);
            Unpack(_zip.GetEntry(file.Path)!, file, path);
            count++;
            bytes += file.Size;
            progress.Tell(() => $"{count} of {Manifest.Files.Length} files, {bytes / 1e6:0.0} MB");
        }

        foreach (var made in folders) FolderSync.Flush(made);
    }

    public void Dispose() => _zip.Dispose();

    private Manifest ReadManifest()
    {
        var entries = _zip.Entries;
        if (entries is not [.., { FullName: Manifest.FileName } last]) throw new RefusalException($"{_path} is not a backup, or was not finished: it does not end with a {Manifest.FileName}.");
        if (last.Length > LargestManifest) throw new RefusalException($"The {Manifest.FileName} of {_path} says that it has {last.Length} bytes, which no backup's has.");
        var text = new byte[last.Length];
        using (var from = last.Open()) from.ReadExactly(text);
        var manifest = Parse(text);
        CheckFiles(manifest, entries);
        return manifest;
    }

    private Manifest Parse(byte[] text)
    {
        try
        {
            var head = JsonSerializer.Deserialize<JsonElement>(text);
            if (head.ValueKind != JsonValueKind.Object || !head.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() != Manifest.FormatName
                || !head.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number < 1)
            {
                throw new RefusalException($"{_path} is not a backup: its {Manifest.FileName} does not say so.");
            }

            if (number > Manifest.CurrentVersion)
                throw new RefusalException($"{_path} was made by a newer version (its format is {number}, this version knows {Manifest.CurrentVersion}). Restore it with that version.");
            if (head.TryGetProperty("program", out var made) && made.ValueKind == JsonValueKind.String && Version.TryParse(made.GetString(), out var program) && program > ExportFormat.Program)
                throw new RefusalException($"{_path} was made by version {program}, and this is version {ExportFormat.Program}, which may not know all that is in it. Restore it with that version.");
            var manifest = head.Deserialize<Manifest>(Manifest.Json)!;
            if (!Version.TryParse(manifest.Program, out _) || manifest.Files.IsDefault || manifest.LeftOut.IsDefault || manifest.Files.Any(file => file is not { Path: not null, Sha256: not null }))
                throw new JsonException();
            return manifest;
        }
        catch (JsonException damage)
        {
            throw new RefusalException($"The {Manifest.FileName} of {_path} is damaged.", damage);
        }
    }

    /// <summary>The manifest and the archive have the same files, once each, under paths that a backup uses.</summary>
    private void CheckFiles(Manifest manifest, ReadOnlyCollection<ZipArchiveEntry> entries)
    {
        var listed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var total = 0L;
        foreach (var file in manifest.Files)
        {
            if (!ArchivePath.IsGood(file.Path)) throw new RefusalException($"{_path} has a file '{Printable(file.Path)}', which no backup has. It may have been made to do harm.");
            if (!listed.Add(file.Path)) throw new RefusalException($"{_path} has '{file.Path}' twice.");
            if (file.Size < 0 || file.Size > long.MaxValue - total) throw new RefusalException($"{_path} says that '{file.Path}' has {file.Size} bytes.");
            total += file.Size;
        }

        var found = new HashSet<string>(entries.Select(entry => entry.FullName), StringComparer.Ordinal);
        if (entries.Count != manifest.Files.Length + 1 || !manifest.Files.All(file => found.Contains(file.Path)))
            throw new RefusalException($"{_path} does not have the files that its {Manifest.FileName} lists. It was changed or is damaged.");
        if (!listed.Contains(DataLayout.DatabaseName)) throw new RefusalException($"{_path} has no {DataLayout.DatabaseName}, without which there is nothing to restore.");
    }

    private void Unpack(ZipArchiveEntry entry, ManifestFile file, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        using var to = new FileStream(path, options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        var size = 0L;
        try
        {
            using var from = entry.Open();
            while (from.Read(buffer) is > 0 and var count)
            {
                size += count;
                if (size > file.Size) throw Another(file); // however much more would come out of it
                hash.AppendData(buffer.AsSpan(0, count));
                to.Write(buffer.AsSpan(0, count));
            }
        }
        catch (InvalidDataException damage)
        {
            throw new RefusalException($"{_path} is damaged at '{file.Path}'.", damage);
        }

        if (size != file.Size || Convert.ToHexStringLower(hash.GetCurrentHash()) != file.Sha256) throw Another(file);
        to.Flush(flushToDisk: true);
    }

    private RefusalException Another(ManifestFile file) => new($"{_path} is damaged: '{file.Path}' is not what its {Manifest.FileName} says (size or SHA-256).");

    private static void MakeFolder(string folder, HashSet<string> made)
    {
        if (!made.Add(folder)) return;
        MakeFolder(Path.GetDirectoryName(folder)!, made);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerFolder);
    }

    private static string Printable(string path) => new([.. path.Take(100).Select(c => char.IsControl(c) ? '?' : c)]);
}
