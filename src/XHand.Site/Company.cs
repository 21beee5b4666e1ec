namespace XHand.Site;

/// <summary>A company on the system. Domain and realm never change once made.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name, unique; "default" is the first one's.</param>
/// <param name="Domain">The domain its phones register at; the system's own address means the default company.</param>
/// <param name="Realm">Opaque digest realm, fixed for good.</param>
/// <param name="TimeZone">IANA name, or null for the system's.</param>
/// <param name="OfferSha256">Digest offers SHA-256 first.</param>
public sealed record Company(Guid Id, string Name, string Domain, string Realm, string? TimeZone, bool OfferSha256)
{
    /// <summary>Its area code (DDD), two digits, or null: then every number with an area code is long distance.</summary>
    public string? AreaCode { get; init; }

    /// <summary>Addresses and networks that wrong passwords of this company's users never block; null: none.</summary>
    public IReadOnlyList<string>? SafeAddresses { get; init; }

    /// <summary>Extensions that wrong passwords never block; null: none.</summary>
    public IReadOnlyList<string>? NeverBlocked { get; init; }
}
