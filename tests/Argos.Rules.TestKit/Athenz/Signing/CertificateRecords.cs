using System.Collections.Concurrent;

namespace Argos.Rules.TestKit.Athenz.Signing;

/// <summary>Which certificate each instance has, so that a stolen one cannot be refreshed after the real one was.</summary>
internal sealed class CertificateRecords
{
    private readonly ConcurrentDictionary<(string Provider, string InstanceId, string Identity), Record> _records = new();

    public void Register(string provider, string id, string identity, string serial) =>
        _records[(provider, id, identity)] = new Record(serial, serial);

    /// <summary>Takes the current or the previous serial; any other revokes the instance.</summary>
    public void Check(string provider, string id, string identity, string serial)
    {
        var key = (provider, id, identity);
        if (!_records.TryGetValue(key, out var record)) throw ZtsRefusal.Forbidden("unable to find certificate record");
        if (serial == record.Current || serial == record.Previous) return;
        _records[key] = Record.Revoked;
        throw ZtsRefusal.Forbidden("instance certificate revoked");
    }

    public void Renew(string provider, string id, string identity, string presented, string issued)
    {
        if (_records.ContainsKey((provider, id, identity))) _records[(provider, id, identity)] = new Record(issued, presented);
    }

    public void Delete(string provider, string id, string identity) => _records.TryRemove((provider, id, identity), out _);

    public void Revoke(string provider, string id, string identity) => _records[(provider, id, identity)] = Record.Revoked;

    private sealed record Record(string Current, string Previous)
    {
        public static Record Revoked { get; } = new("revoked", "revoked");
    }
}
