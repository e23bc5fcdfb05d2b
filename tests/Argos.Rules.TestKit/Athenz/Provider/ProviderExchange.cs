using System.Net;

namespace Argos.Rules.TestKit.Athenz.Provider;

/// <summary>One call to a provider, as it went.</summary>
public sealed record ProviderExchange
{
    /// <summary>The address.</summary>
    public required Uri Address { get; init; }

    /// <summary>The body that was sent. It holds the attestation data.</summary>
    public required string Request { get; init; }

    /// <summary>The status; <see langword="null"/> when there was no answer.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The media type of the answer.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body of the answer.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Why there was no answer.</summary>
    public string? Failure { get; init; }
}
