namespace Argos.Rules.Sandbox.Loading;

/// <summary>
/// Counts the kinds of tuples that policies have brought into this process. A generic type or method over tuples of the platform's types
/// belongs to the platform and not to the policy, so it is never unloaded: its machine code stays (about 10 KB for each method) until the
/// process ends. Each kind is paid for once, however many policies use it; their number is limited.
/// </summary>
/// <param name="maximum">The most kinds of all policies since the process began.</param>
/// <param name="maximumOfPolicy">The most kinds that the versions of one policy bring in together, so that one which changes all the time
/// leaves room for the others.</param>
internal sealed class TupleKinds(int maximum, int maximumOfPolicy)
{
    /// <summary>The most kinds of all policies since the process began: about 40 MB.</summary>
    public const int Maximum = 4096;

    /// <summary>
    /// The most kinds that the versions of one policy bring in together; each version has <see cref="Sandbox.Metadata.TupleUse.Maximum"/>
    /// at most.
    /// </summary>
    public const int MaximumOfPolicy = 512;

    private const string Remedy =
        "kinds of tuples since the engine was started, which stay in its memory: use records, or restart the engine";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _brought = new(StringComparer.Ordinal);

    /// <summary>Those of this process.</summary>
    public static TupleKinds Shared { get; } = new(Maximum, MaximumOfPolicy);

    /// <summary>How many there are now.</summary>
    public int Count
    {
        get { lock (_gate) return _known.Count; }
    }

    /// <summary>Takes note of the kinds that a policy uses.</summary>
    /// <param name="id">The policy's id; empty where none stays.</param>
    /// <param name="kinds">Its kinds.</param>
    /// <exception cref="BadImageFormatException">They are too many.</exception>
    public void Admit(string id, IReadOnlySet<string> kinds)
    {
        lock (_gate)
        {
            var news = kinds.Where(kind => !_known.Contains(kind)).ToArray();
            if (news.Length == 0) return;
            var brought = _brought.GetValueOrDefault(id) + news.Length;
            if (id.Length > 0 && brought > maximumOfPolicy)
            {
                throw new BadImageFormatException(
                    $"the versions of this policy have brought in more than {maximumOfPolicy} {Remedy}");
            }
            if (_known.Count + news.Length > maximum)
            {
                throw new BadImageFormatException($"policies have brought in {maximum} {Remedy}");
            }
            _known.UnionWith(news);
            _brought[id] = brought;
        }
    }
}
