using System.Collections.Immutable;
using Argos.Rules.Mgmt.Watching;

namespace Argos.Rules.Mgmt.Sources.Directory;

/// <summary>Makes one set out of all files. An object that two files hold is taken from the first one, by path.</summary>
internal static class DirectoryMerge
{
    /// <summary>The first object of each name.</summary>
    public static IReadOnlyCollection<T> Distinct<T>(ImmutableSortedDictionary<string, ScannedFile> files, Func<FileContent, IEnumerable<T>> select)
        where T : Stored
    {
        var found = new Dictionary<ObjectName, T>();
        foreach (var file in files.Values)
            foreach (var item in select(file.Content)) found.TryAdd(item.Name, item);
        return found.Values;
    }

    /// <summary>The scripts and tests, each folder as a ConfigMap without a namespace. There <c>tests.yaml</c> beside <c>policy.csx</c> stands under the key of its tests.</summary>
    public static IEnumerable<ConfigMap> Scripts(ImmutableSortedDictionary<string, ScannedFile> files) =>
        files.Where(static file => file.Value.Content.Script is not null)
            .GroupBy(static file => file.Key.LastIndexOf('/') is var cut and > 0 ? file.Key[..cut] : "", StringComparer.Ordinal)
            .Select(static folder => new ConfigMap(new ObjectName("", folder.Key))
            {
                Data = Keys(folder.ToImmutableSortedDictionary(static file => file.Key[(file.Key.LastIndexOf('/') + 1)..], static file => file.Value.Content.Script!, StringComparer.Ordinal)),
            });

    // A file that has the key's name already says more exactly whose tests it holds.
    private static ImmutableSortedDictionary<string, string> Keys(ImmutableSortedDictionary<string, string> files) =>
        files.ContainsKey("policy.csx") && !files.ContainsKey("policy.tests.yaml") && files.TryGetValue("tests.yaml", out var tests) ? files.Remove("tests.yaml").Add("policy.tests.yaml", tests) : files;
}
