namespace XHand.Site;

/// <summary>A redirect (Redirecionamento): where calls from outside to a DID go.</summary>
public sealed record Redirect
{
    /// <summary>Id; never reused.</summary>
    public required Guid Id { get; init; }

    /// <summary>2 to 20 digits; matches a called number that ends with it, the longest redirect first. Unique in its company.</summary>
    public required string Did { get; init; }

    /// <summary>Free name to find it by, up to 80 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>Mark on the call, up to 40 characters; "" for none.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Where the call goes.</summary>
    public required Destination Destination { get; init; }
}
