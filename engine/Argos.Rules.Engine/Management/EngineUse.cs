using System.Collections.Immutable;
using Argos.Rules.Contracts.Management;

namespace Argos.Rules.Engine.Management;

/// <summary>
/// What the status reports of components that it does not know: the certificate, and how much of which limit is used. They are named while
/// the engine is put together.
/// </summary>
internal sealed class EngineUse
{
    private ImmutableArray<Func<LimitUse>> _limits = [];
    private Func<CertificateStatus?> _certificate = static () => null;

    /// <summary>The limits, as much of them as is used now.</summary>
    public ImmutableArray<LimitUse> Limits => [.. _limits.Select(static read => read())];

    /// <summary>The certificate of the callback listener; <see langword="null"/> while there is none.</summary>
    public CertificateStatus? Certificate => _certificate();

    /// <summary>Names a limit by its setting.</summary>
    public void Observe(string setting, long maximum, Func<long> used) => _limits = _limits.Add(() => new LimitUse(setting, used(), maximum));

    /// <summary>Names the certificate.</summary>
    public void ObserveCertificate(Func<CertificateStatus?> read) => _certificate = read;
}
