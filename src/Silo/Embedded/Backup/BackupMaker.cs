using System.Collections.Immutable;
using Atmosphere.Embedded.Storage;
using Atmosphere.Silo.Crops;
using Atmosphere.Silo.Operating;

namespace Atmosphere.Silo.Backup;

/// <summary>
/// Makes an archive of one instant of a data folder, while the process on it goes on. The order is what makes it consistent: from now on
/// deleted pictures are kept; then the instant, of databases and gallery; then the pictures. A picture is there before a state refers to it,
/// and is deleted after none does, so each one that a state of the instant refers to is found.
/// </summary>
internal sealed class BackupMaker(DataLayout layout, Action<string> say, CancellationToken cancellationToken)
{
    private readonly KeptPictures _kept = new(layout.Pictures);
    private readonly Progress _progress = new(say);

    /// <exception cref="RefusalException">It can't be made there, or another one is under way.</exception>
    public async Task MakeAsync(string path, bool overwrite)
    {
        if (path == layout.Folder || DataLayout.IsBelow(path, layout.Folder) || DataLayout.IsBelow(path, layout.Pictures))
            throw new RefusalException($"{path} is inside of the data folder, of which it would be a part. Give a place outside of it, best on another disk.");
        StoreContents.Open(layout.Database).Dispose(); // or says what is wrong with it
        using var file = WholeFile.Begin(path, overwrite);
        using var held = await _kept.TryHoldAsync(cancellationToken)
            ?? throw new RefusalException($"Another backup of {layout.Folder} is under way. Wait for its end.");
        var madeAt = TimeProvider.System.GetUtcNow();
        using var archive = new ArchiveWriter(file.Stream, madeAt);
        var leftOut = LeftOut();
        AddInstant(archive, file.Workshop);
        AddPictures(archive);
        archive.Finish(leftOut);
        file.Finish();
        say($"{path} has {archive.Count} files ({Megabytes(archive.Bytes)}) as they were at {madeAt:u}. It holds people's names and pictures and is not encrypted: keep it where only you can read it.");
        foreach (var sentence in leftOut) say($"Not in it: {sentence}");
    }

    private void AddInstant(ArchiveWriter archive, string workshop)
    {
        var others = layout.OtherFiles().ToList();
        var names = new List<(string Name, string Path)> { (DataLayout.DatabaseName, layout.Database) };
        if (layout.Catalogue is { } catalogue && File.Exists(catalogue)) names.Add((DataLayout.CatalogueName, catalogue));
        names.AddRange(others.Where(PinnedDatabase.IsOne).Select(path => (Path.GetFileName(path), path)));
        var gallery = Path.Combine(workshop, DataLayout.GalleryName);
        var databases = new List<PinnedDatabase>();
        try
        {
            foreach (var (_, path) in names) databases.Add(new(path));
            say("The instant: databases and gallery …");
            Instant.Hold(databases, layout.Gallery, gallery, cancellationToken);
            foreach (var (database, (name, _)) in databases.Zip(names))
            {
                cancellationToken.ThrowIfCancellationRequested();
                database.CopyTo(Path.Combine(workshop, name));
                database.Unpin(); // its log may shrink again
            }
        }
        finally
        {
            foreach (var database in databases) database.Dispose();
        }

        foreach (var (name, _) in names) archive.Add(name, Path.Combine(workshop, name));
        foreach (var path in others.Where(path => !names.Exists(name => name.Path == path))) archive.Add(Path.GetFileName(path), path);
        if (!Directory.Exists(gallery)) return;
        foreach (var path in Directory.EnumerateFiles(gallery, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            archive.Add($"{DataLayout.GalleryName}/{NameBelow(gallery, path)}", path);
    }

    /// <summary>Those in their places first, then those put aside: what leaves its place in between is among these.</summary>
    private void AddPictures(ArchiveWriter archive)
    {
        say("The pictures …");
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in new[] { layout.Pictures, _kept.Folder })
        {
            if (!Directory.Exists(root)) continue;
            foreach (var kind in Directory.GetDirectories(root).Where(kind => Path.GetFileName(kind)[0] != '.').Order(StringComparer.Ordinal))
            {
                foreach (var folder in Directory.GetDirectories(kind).Order(StringComparer.Ordinal)) AddPictures(archive, root, folder, added);
            }
        }
    }

    private void AddPictures(ArchiveWriter archive, string root, string folder, HashSet<string> added)
    {
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = $"{DataLayout.PicturesName}/{NameBelow(root, path)}";
            if (added.Contains(name)) continue;
            try
            {
                archive.Add(name, path, isCompact: true);
                added.Add(name);
            }
            catch (FileNotFoundException)
            {
                // Deleted just now, and so put aside: the second pass finds it if any state of the instant needs it.
            }

            _progress.Tell(() => $"{added.Count} pictures, {Megabytes(archive.Bytes)}");
        }
    }

    private ImmutableArray<string> LeftOut()
    {
        var sentences = ImmutableArray.CreateBuilder<string>();
        if (layout.Gallery is null) sentences.Add("the gallery, which is that of Recognition:Endpoint.");
        if (layout.Catalogue is null) sentences.Add("the catalogue, which is in PostgreSQL: back that up right after this.");
        sentences.Add("settings and the secrets in them; the keys of sessions and of links to pictures, which are made anew.");
        return sentences.ToImmutable();
    }

    private static string NameBelow(string folder, string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');

    private static string Megabytes(long bytes) => $"{bytes / 1e6:0.0} MB";
}
