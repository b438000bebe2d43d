using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Atmosphere.Silo.Backup;

/// <summary>Writes an archive: a zip file, whose files are for their owner only when somebody unpacks it by hand.</summary>
internal sealed class ArchiveWriter(Stream to, DateTimeOffset madeAt) : IDisposable
{
    private const int OwnerFile = 0x8180; // S_IFREG with rw-------

    private readonly ZipArchive _zip = new(to, ZipArchiveMode.Create, leaveOpen: true);
    private readonly ImmutableArray<ManifestFile>.Builder _files = ImmutableArray.CreateBuilder<ManifestFile>();
    private readonly byte[] _buffer = new byte[128 * 1024];

    public int Count => _files.Count;

    public long Bytes { get; private set; }

    /// <summary>Adds a file that nobody changes in place.</summary>
    /// <param name="name">Its path in the archive.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="isCompact">It can't be made smaller: a JPEG.</param>
    /// <exception cref="FileNotFoundException">It is gone; nothing was added.</exception>
    public void Add(string name, string path, bool isCompact = false)
    {
        using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var into = Open(name, isCompact);
        var size = 0L;
        while (from.Read(_buffer) is > 0 and var count)
        {
            hash.AppendData(_buffer.AsSpan(0, count));
            into.Write(_buffer.AsSpan(0, count));
            size += count;
        }

        _files.Add(new(name, size, Convert.ToHexStringLower(hash.GetCurrentHash())));
        Bytes += size;
    }

    /// <summary>Ends it.</summary>
    public void Finish(ImmutableArray<string> leftOut)
    {
        using (var into = Open(Manifest.FileName, isCompact: false))
        {
            JsonSerializer.Serialize(into, new Manifest
            {
                Format = Manifest.FormatName,
                Version = Manifest.CurrentVersion,
                Program = Transfer.ExportFormat.Program.ToString(),
                MadeAt = madeAt,
                Engine = GrainEngine.Name,
                LeftOut = leftOut,
                Files = _files.ToImmutable(),
            }, Manifest.Json);
        }

        _zip.Dispose(); // writes the directory
    }

    /// <summary>Without <see cref="Finish"/> it is no archive.</summary>
    public void Dispose() => _zip.Dispose();

    private Stream Open(string name, bool isCompact)
    {
        var entry = _zip.CreateEntry(name, isCompact ? CompressionLevel.NoCompression : CompressionLevel.Fastest);
        entry.LastWriteTime = madeAt;
        entry.ExternalAttributes = OwnerFile << 16;
        return entry.Open();
    }
}
