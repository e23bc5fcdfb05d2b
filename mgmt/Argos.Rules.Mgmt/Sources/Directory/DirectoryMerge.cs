using System.Collections.Immutable;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>
/// Makes one set out of all files. An object that two files hold is taken from the first one, by path, and that is reported.
/// </summary>
/// <param name="files">The files by path.</param>
internal sealed class DirectoryMerge(ImmutableSortedDictionary<string, ScannedFile> files)
{
    private readonly List<string> _clashes = [];

    /// <summary>What is held twice, one line each.</summary>
    public IReadOnlyList<string> Clashes => _clashes;

    /// <summary>The first object of each name.</summary>
    public IReadOnlyCollection<T> Distinct<T>(string what, Func<FileContent, IEnumerable<T>> select)
        where T : CachedObject
    {
        var found = new Dictionary<ObjectName, (T Item, string File)>();
        foreach (var (file, scanned) in files)
        {
            foreach (var item in select(scanned.Content))
            {
                if (!found.TryAdd(item.Name, (item, file))) Clash($"{what} {item.Name}", found[item.Name].File, file);
            }
        }
        return [.. found.Values.Select(static first => first.Item)];
    }

    /// <summary>The key set of the first file that has one.</summary>
    public byte[]? Keys() => files.Values.FirstOrDefault(static file => file.Content.Keys is not null)?.Content.Keys;

    /// <summary>The scripts and tests, each folder as a ConfigMap without a namespace. There <c>tests.yaml</c> beside <c>policy.csx</c> stands under the key of its tests.</summary>
    public IEnumerable<ConfigMap> Scripts() =>
        files.Where(static file => file.Value.Content.Script is not null)
            .GroupBy(static file => file.Key.LastIndexOf('/') is var cut and > 0 ? file.Key[..cut] : "", StringComparer.Ordinal)
            .Select(static folder => new ConfigMap(new ObjectName("", folder.Key))
            {
                Data = Keys(folder.ToImmutableSortedDictionary(static file => file.Key[(file.Key.LastIndexOf('/') + 1)..], static file => file.Value.Content.Script!, StringComparer.Ordinal)),
            });

    // A file that has the key's name already says more exactly whose tests it holds.
    private static ImmutableSortedDictionary<string, string> Keys(ImmutableSortedDictionary<string, string> files) =>
        files.ContainsKey("policy.csx") && !files.ContainsKey("policy.tests.yaml") && files.TryGetValue("tests.yaml", out var tests) ? files.Remove("tests.yaml").Add("policy.tests.yaml", tests) : files;

    private void Clash(string what, string first, string other) =>
        _clashes.Add(first == other ? $"{first} has {what} twice: the first one is taken" : $"{what} stands in {first} and in {other}: the one in {first} is taken, by its name");
}
