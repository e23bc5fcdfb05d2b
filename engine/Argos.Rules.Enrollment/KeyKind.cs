namespace Argos.Rules.Enrollment;

/// <summary>The kinds of private keys that are made.</summary>
internal enum KeyKind
{
    /// <summary>RSA with 2048 bits, as Athenz's agents make it.</summary>
    Rsa2048,

    /// <summary>ECDSA with P-256: cheaper handshakes; ZTS's signer must take it.</summary>
    EcP256,
}
