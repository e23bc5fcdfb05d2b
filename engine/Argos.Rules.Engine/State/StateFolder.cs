using Argos.Rules.Core.Compilation.Caching;


namespace Argos.Rules.Engine.State;

/// <summary>
/// The folder: the set, which is written when it has changed, and beside it when the sources were heard last, which says to which set that belongs. A set that no
/// such file names, because the engine was killed in between, is not used, and removed with the next write.
/// </summary>
internal sealed class StateFolder
{
    private const string SetPrefix = "set-";
    private const string Suffix = ".state";
    private const string HeardName = "heard" + Suffix;
    private const int MaximumHeardBytes = 64 << 20;

    private readonly string _folder;
    private readonly SealedFile _set;
    private readonly SealedFile _heard;

    private StateFolder(string folder, byte[] key, long maximumBytes)
    {
        _folder = folder;
        _set = new SealedFile(key, "argos-state-set-1", maximumBytes);
        _heard = new SealedFile(key, "argos-state-heard-1", MaximumHeardBytes);
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="UnsafeFolderException">Others can write it, or its key.</exception>
    /// <exception cref="IOException">It cannot be used.</exception>
    public static StateFolder Own(StateOptions options)
    {
        var folder = options.Folder!;
        OwnFolder.Make(folder);
        return new StateFolder(folder, options.KeyFile is { Length: > 0 } file ? SealKey.Given(file, "State:KeyFile") : SealKey.In(folder), options.MaximumBytes);
    }

    /// <summary>Writes a set; its seal. The one before stays until it is said that the sources agreed to this one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string Write(KnownSet set)
    {
        // Its name is not its seal, which is known at the end only.
        var name = Path.Combine(_folder, SetPrefix + Guid.NewGuid().ToString("N") + Suffix);
        var seal = _set.Write(name, output => StateForm.Write(output, set));
        File.Move(name, PathOf(seal), overwrite: true);
        return seal;
    }

    /// <summary>Writes when the sources were heard, and removes the sets that it does not name.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(LastHeard heard)
    {
        _heard.Write(Path.Combine(_folder, HeardName), output => StateForm.Write(output, heard));
        foreach (var old in Directory.EnumerateFiles(_folder, SetPrefix + "*" + Suffix))
        {
            if (Path.GetFileName(old) != Path.GetFileName(PathOf(heard.Set))) File.Delete(old);
        }
    }

    /// <summary>When the sources were heard; <see langword="null"/> when nothing was ever written.</summary>
    /// <exception cref="InvalidDataException">It is not this installation's.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public LastHeard? ReadHeard() => Path.Combine(_folder, HeardName) is var path && File.Exists(path) ? _heard.Read(path, StateForm.ReadHeard) : null;

    /// <summary>The set of a seal.</summary>
    /// <exception cref="InvalidDataException">It is not this installation's, or another one.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public KnownSet ReadSet(string seal) => _set.Read(PathOf(seal), StateForm.ReadSet, seal);

    private string PathOf(string seal) => Path.Combine(_folder, SetPrefix + seal[..32] + Suffix);
}
