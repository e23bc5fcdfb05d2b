namespace Argos.Rules.Enrollment;

/// <summary>What ZTS answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Certificate">The certificate in PEM; empty when there is none.</param>
/// <param name="Authorities">The certificates of the authorities in PEM; empty when there are none.</param>
/// <param name="Message">The message of a refusal, without the secrets of the request, on one line.</param>
internal sealed record ZtsResponse(int Status, string Certificate, string Authorities, string Message);
