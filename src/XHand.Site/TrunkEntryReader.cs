namespace XHand.Site;

/// <summary>Reads one entry of "trunks".</summary>
internal static class TrunkEntryReader
{
    private const string Allowed =
        "name, enabled, host, port, transport, register, registerSeconds, login, password, fromDomain, identifyBy, addresses, maxCalls, callerId, nat, codecs, timeoutSeconds, checkSeconds";

    private const int MaxPassword = 128;
    private const int NotGiven = -1;
    private const int DefaultPort = 5060;
    private const int DefaultTlsPort = 5061;

    /// <summary>
    /// The entry at the present token, or null when it has no usable name. It has no id yet; a null password keeps the present one, an
    /// empty one takes it away.
    /// </summary>
    public static Trunk? Read(ref SiteJson json, SiteSecretReader secrets, SiteProblemList problems)
    {
        SitePath entry = json.Path;
        if (!json.EnterObject("a trunk"))
        {
            return null;
        }

        int before = problems.Problems.Count;
        string? name = null;
        string? host = null;
        SiteSecret secret = default;
        Trunk read = new() { Id = Guid.Empty, Name = "", Host = "", Port = NotGiven };
        while (json.NextKey(out string key))
        {
            json.Path = entry with { Field = key };
            switch (key)
            {
                case "name":
                    name = SiteFields.Name(ref json, "operadora");
                    break;
                case "host":
                    host = Host(ref json);
                    break;
                case "password":
                    secret = secrets.Read(ref json);
                    break;
                default:
                    read = Field(ref json, key, read);
                    break;
            }

            json.Path = entry;
        }

        if (host is null)
        {
            problems.Add(entry, SiteReasons.NoField.With("host"));
        }
        else if (read.Port == 0 && SiteText.IsAddress(host))
        {
            problems.Add(entry with { Field = "port" }, SiteReasons.Free.With("may be 0 only where \"host\" is a name, whose servers are then found by the DNS"));
        }

        // A list whose only codec was refused has been told of already.
        if (read.Codecs.Count == 0 && problems.Problems.Count == before)
        {
            problems.Add(entry with { Field = "codecs" }, SiteReasons.NeedsCodec.With());
        }

        if (!SiteFields.Keyed(name, "name", entry, problems))
        {
            return null;
        }

        // RFC 3261 19.1.2: over TLS another port is usual.
        int port = read.Port != NotGiven ? read.Port : read.Transport == "tls" ? DefaultTlsPort : DefaultPort;
        read = read with { Name = name!, Port = port, Host = host ?? "", Password = Password(secret, name!, secrets, entry, problems) };
        if (read.Login.Length == 0 && (read.Register || read.IdentifyBy == TrunkIdentity.Credentials))
        {
            problems.Add(entry with { Field = "login" }, SiteReasons.NeededBy.With(read.Register ? "\"register\": true" : "\"identifyBy\": \"credentials\""));
        }

        return read;
    }

    private static Trunk Field(ref SiteJson json, string key, Trunk read) => key switch
    {
        "enabled" => read with { Enabled = json.Flag() },
        "port" => read with { Port = json.Integer(0, 65535, DefaultPort) },
        "transport" => read with { Transport = SiteFields.Choice(ref json, "udp", "udp", "tcp", "tls") },
        "register" => read with { Register = json.Flag() },
        "registerSeconds" => read with { RegisterSeconds = json.Integer(60, 86400, read.RegisterSeconds) },
        "login" => read with { Login = Login(ref json) },
        "fromDomain" => read with { FromDomain = FromDomain(ref json) },
        "identifyBy" => read with { IdentifyBy = TrunkNames.Identity(SiteFields.Choice(ref json, "address", "address", "credentials")) },
        "addresses" => read with { Addresses = SiteFields.Items(ref json, "[\"203.0.113.0/24\"]", SiteFields.Network) },
        "maxCalls" => read with { MaxCalls = json.Integer(0, 9999, read.MaxCalls) },
        "callerId" => read with { CallerId = SiteFields.Dialable(ref json, "+552136521777", "0123456789", mayHavePlus: true) },
        "nat" => read with { Nat = json.Flag() },
        "codecs" => read with { Codecs = SiteFields.Items(ref json, "[\"PCMA\"]", Codec) },
        "timeoutSeconds" => read with { TimeoutSeconds = json.Integer(1, 30, read.TimeoutSeconds) },
        "checkSeconds" => read with { CheckSeconds = CheckSeconds(ref json, read.CheckSeconds) },
        _ => Unknown(ref json, read),
    };

    private static Trunk Unknown(ref SiteJson json, Trunk read)
    {
        SiteFields.Unknown(ref json, Allowed);
        return read;
    }

    private static string Host(ref SiteJson json)
    {
        if (json.Text("sip.example.com") is not { } host)
        {
            return "";
        }

        if (SiteText.IsDomain(host) || SiteText.IsAddress(host))
        {
            return host;
        }

        json.Problem(SiteReasons.NoHost.With(SiteText.Shown(host), "sip.example.com"));
        return "";
    }

    private static string FromDomain(ref SiteJson json)
    {
        if (json.Text("example.com") is not { } domain)
        {
            return "";
        }

        if (domain.Length == 0 || SiteText.IsDomain(domain) || SiteText.IsAddress(domain))
        {
            return domain;
        }

        json.Problem(SiteReasons.NoHost.With(SiteText.Shown(domain), "example.com"));
        return "";
    }

    // It becomes the user of a Contact and stands in quotes in credentials, and its ":" would end it in HA1 (RFC 7616 3.4.2).
    private static string Login(ref SiteJson json)
    {
        if (json.Text("552136521777") is not { } login)
        {
            return "";
        }

        if (login.Length <= 64 && login.All(c => char.IsAsciiLetterOrDigit(c) || "._-+@!~*'&=$".Contains(c)))
        {
            return login;
        }

        json.Problem(SiteReasons.NoLogin.With());
        return "";
    }

    private static string? Password(SiteSecret secret, string name, SiteSecretReader secrets, SitePath entry, SiteProblemList problems)
    {
        SitePath at = entry with { Field = "password" };
        string? password = secret.Sealed is { } text ? secrets.Unseal(text, SiteSecretReader.ContextOf("trunks", name), at) : secret.Clear;
        if (password is not null && SiteText.Refusal(password, MaxPassword) is { } refusal)
        {
            problems.Add(at, refusal);
        }

        return password;
    }

    private static string? Codec(ref SiteJson json)
    {
        if (json.Text("PCMA") is not { } codec)
        {
            return null;
        }

        if (codec is "PCMA" or "PCMU")
        {
            return codec;
        }

        json.Problem(SiteReasons.NoCodec.With(SiteText.Shown(codec), "PCMA, PCMU"));
        return null;
    }

    private static int CheckSeconds(ref SiteJson json, int otherwise)
    {
        int seconds = json.Integer(0, 3600, otherwise);
        if (seconds is > 0 and < 10)
        {
            json.Problem(SiteReasons.CheckEvery.With());
        }

        return seconds;
    }
}
