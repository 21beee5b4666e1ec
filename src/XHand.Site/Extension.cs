namespace XHand.Site;

/// <summary>An extension (Ramal) as the loop uses it: secrets are digest hashes, already decrypted in memory.</summary>
public sealed record Extension
{
    /// <summary>Id; never reused.</summary>
    public required Guid Id { get; init; }

    /// <summary>2 to 15 digits, unique in its company among all dialable numbers.</summary>
    public required string Number { get; init; }

    /// <summary>Name shown to who is called, up to 80 characters; "" when none.</summary>
    public string Name { get; init; } = "";

    /// <summary>HA1 for MD5, lower-case hex; null: may not register.</summary>
    public string? Md5Ha1 { get; init; }

    /// <summary>HA1 for SHA-256, lower-case hex.</summary>
    public string? Sha256Ha1 { get; init; }

    /// <summary>Offers SHA-256 first to this extension.</summary>
    public bool OfferSha256 { get; init; }

    /// <summary>Classes of calls it may make besides internal and emergency.</summary>
    public IReadOnlySet<CallClass> ClassOfService { get; init; } = new HashSet<CallClass>();

    /// <summary>Pickup groups it belongs to.</summary>
    public IReadOnlyList<string> PickupGroups { get; init; } = [];

    /// <summary>Pickup groups it may pick up from.</summary>
    public IReadOnlyList<string> CanPickup { get; init; } = [];

    /// <summary>Records its calls.</summary>
    public bool Record { get; init; }

    /// <summary>Phones that may be registered at once, 1 to 20.</summary>
    public int MaxRegistrations { get; init; } = 5;

    /// <summary>Simultaneous calls, 1 to 99.</summary>
    public int MaxCalls { get; init; } = 99;

    /// <summary>Seconds it rings before "no answer", 5 to 300.</summary>
    public int RingSeconds { get; init; } = 60;

    /// <summary>Its number alone: a record's own text would carry the hashes, which are as good as the password, into a log.</summary>
    public override string ToString() => $"extension {Number}";
}
