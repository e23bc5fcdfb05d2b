// Archives that are the same whenever they are made of the same files: sorted, and without times, owners and random names.
using System.IO.Compression;
using System.Text.RegularExpressions;

static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

/// GNU tar; gzip -n leaves name and time out.
void MakeTarball(string folder, string inner, string file) => Run(
    "bash",
    $"-c \"set -o pipefail; tar --sort=name --mtime=@{Epoch.ToUnixTimeSeconds()} --owner=0 --group=0 --numeric-owner --format=ustar -C '{folder}' -cf - '{inner}' | gzip -9n > '{file}'\"",
    $"{file} was not written");

void MakeZip(string folder, string inner, string file)
{
    using var zip = new ZipArchive(System.IO.File.Create(file), ZipArchiveMode.Create);
    foreach (var path in System.IO.Directory.EnumerateFiles(System.IO.Path.Combine(folder, inner), "*", SearchOption.AllDirectories).OrderBy(static path => path, StringComparer.Ordinal))
        AddEntry(zip, System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/'), System.IO.File.ReadAllBytes(path));
}

/// Writes a package again: NuGet puts times into it, and a random name for the file with its metadata.
void NormalizePackage(string file)
{
    var entries = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
    using (var zip = ZipFile.OpenRead(file))
    {
        foreach (var entry in zip.Entries)
        {
            using var stream = entry.Open();
            using var bytes = new System.IO.MemoryStream();
            stream.CopyTo(bytes);
            entries[entry.FullName] = bytes.ToArray();
        }
    }
    var random = entries.Keys.Single(static name => name.EndsWith(".psmdcp", StringComparison.Ordinal));
    var properties = entries[random];
    entries.Remove(random);
    entries["package/services/metadata/core-properties/core.psmdcp"] = properties;
    var relations = System.Text.Encoding.UTF8.GetString(entries["_rels/.rels"]).Replace(random, "package/services/metadata/core-properties/core.psmdcp");
    var number = 0;
    entries["_rels/.rels"] = System.Text.Encoding.UTF8.GetBytes(Regex.Replace(relations, "Id=\"[^\"]*\"", _ => $"Id=\"R{++number}\""));
    System.IO.File.Delete(file);
    using var written = new ZipArchive(System.IO.File.Create(file), ZipArchiveMode.Create);
    foreach (var (name, content) in entries) AddEntry(written, name, content);
}

void AddEntry(ZipArchive zip, string name, byte[] content)
{
    var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
    entry.LastWriteTime = Epoch;
    using var stream = entry.Open();
    stream.Write(content);
}
