using XHand.Loop.Ids;
using XHand.Sip.Authentication;
using XHand.Sip.Messages;
using XHand.Sip.Tests.Parsing;

namespace XHand.Sip.Tests.Authentication;

public sealed class DigestTests
{
    private const string Realm = "3f2a.xhand";
    private static readonly byte[] s_key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly DigestSecret s_secret = DigestServer.Hash("1700", Realm, "Zeb-4411-ra");

    private readonly MovableTime _time = new();
    private readonly DigestServer _server;
    private readonly DigestClient _client = new(new SeededRandom(7));

    public DigestTests() => _server = new(_time, s_key, TimeSpan.FromMinutes(5));

    private sealed class MovableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static SipResponse Challenge(params IEnumerable<string> values) => Wire.Response($"""
        SIP/2.0 401 Unauthorized
        Via: SIP/2.0/UDP c
        From: <sip:1700@pbx>;tag=1
        To: <sip:1700@pbx>
        Call-ID: 1
        CSeq: 1 REGISTER
        {string.Join('\n', values.Select(value => "WWW-Authenticate: " + value))}


        """);

    private static SipRequest Request(string? authorization, string method = "REGISTER", string uri = "sip:pbx") => Wire.Request($"""
        {method} {uri} SIP/2.0
        Via: SIP/2.0/UDP c
        From: <sip:1700@pbx>;tag=1
        To: <sip:1700@pbx>
        Call-ID: 1
        CSeq: 2 {method}
        {(authorization is null ? "X: y" : "Authorization: " + authorization)}


        """);

    private string Answer(IEnumerable<string> challenges, string password = "Zeb-4411-ra", SipMethod method = SipMethod.Register, string uri = "sip:pbx")
    {
        Assert.True(SipUri.TryParse(uri, out SipUri target));
        (string Name, string Value)? answer = _client.Answer(Challenge(challenges), method, target, "1700", password);
        Assert.NotNull(answer);
        Assert.Equal("Authorization", answer.Value.Name);
        return answer.Value.Value;
    }

    // RFC 7616 3.9.1.
    [Theory]
    [InlineData(DigestAlgorithm.Md5, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    internal void The_examples_of_the_RFC_come_out(DigestAlgorithm algorithm, string response) => Assert.Equal(response, DigestComputation.Response(
        algorithm,
        DigestComputation.Ha1(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life"),
        "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        "00000001",
        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        "GET",
        "/dir/index.html"));

    // RFC 2617 3.5 has qop=auth with MD5; RFC 2069 2.4 (as corrected by its erratum) has none.
    [Fact]
    public void The_older_examples_come_out()
    {
        Assert.Equal("6629fae49393a05397450978507c4ef1", DigestComputation.Response(
            DigestAlgorithm.Md5,
            DigestComputation.Ha1(DigestAlgorithm.Md5, "Mufasa", "testrealm@host.com", "Circle Of Life"),
            "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "00000001",
            "0a4f113b",
            "GET",
            "/dir/index.html"));
        Assert.Equal("1949323746fe6a43ef61f9606e7febea", DigestComputation.LegacyResponse(
            DigestAlgorithm.Md5,
            DigestComputation.Ha1(DigestAlgorithm.Md5, "Mufasa", "testrealm@host.com", "CircleOfLife"),
            "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "GET",
            "/dir/index.html"));
    }

    [Theory]
    [InlineData(false, "MD5")]
    [InlineData(true, "SHA-256")]
    public void A_challenge_of_ours_answered_by_our_client_is_right(bool offerSha256, string algorithm)
    {
        string answer = Answer(_server.Challenges(Realm, stale: false, offerSha256));
        Assert.Contains($"algorithm={algorithm}, qop=auth, nc=00000001", answer, StringComparison.Ordinal);
        SipRequest request = Request(answer);
        Assert.Equal("1700", DigestServer.UserOf(request, Realm));
        Assert.Equal(DigestVerdict.Right, _server.Verify(request, Realm, s_secret));
    }

    [Fact]
    public void A_challenge_is_written_as_phones_expect_it()
    {
        Assert.Matches("^Digest realm=\"3f2a.xhand\", nonce=\"[A-Za-z0-9_-]{38}\", qop=\"auth\", algorithm=MD5$", Assert.Single(_server.Challenges(Realm, false, false)));
        IReadOnlyList<string> both = _server.Challenges(Realm, stale: true, offerSha256: true);
        Assert.EndsWith("algorithm=SHA-256, stale=true", both[0], StringComparison.Ordinal);
        Assert.EndsWith("algorithm=MD5, stale=true", both[1], StringComparison.Ordinal);
    }

    [Fact]
    public void No_credentials_those_of_another_realm_and_of_another_scheme_are_missing()
    {
        Assert.Equal(DigestVerdict.Missing, _server.Verify(Request(null), Realm, s_secret));
        Assert.Equal(DigestVerdict.Missing, _server.Verify(Request("NoOneKnowsThisScheme opaque-data=here"), Realm, s_secret));
        Assert.Equal(DigestVerdict.Missing, _server.Verify(Request(Answer(_server.Challenges("other", false, false))), Realm, s_secret));
        Assert.Null(DigestServer.UserOf(Request(null), Realm));
    }

    [Fact]
    public void A_wrong_password_is_wrong_and_so_is_an_unknown_user()
    {
        Assert.Equal(DigestVerdict.Wrong, _server.Verify(Request(Answer(_server.Challenges(Realm, false, false), "zeb")), Realm, s_secret));
        Assert.Equal(DigestVerdict.Wrong, _server.Verify(Request(Answer(_server.Challenges(Realm, false, false))), Realm, null));
    }

    [Fact]
    public void Replayed_credentials_are_stale_and_the_next_count_is_right()
    {
        string answer = Answer(_server.Challenges(Realm, false, false));
        Assert.Equal(DigestVerdict.Right, _server.Verify(Request(answer), Realm, s_secret));
        Assert.Equal(DigestVerdict.Stale, _server.Verify(Request(answer), Realm, s_secret));

        string nonce = DigestFields.Parse(answer)!["nonce"]!;
        Assert.Equal(DigestVerdict.Right, _server.Verify(Request(Counted(nonce, "00000003")), Realm, s_secret));
        Assert.Equal(DigestVerdict.Stale, _server.Verify(Request(Counted(nonce, "00000002")), Realm, s_secret));
        Assert.Equal(DigestVerdict.Right, _server.Verify(Request(Counted(nonce, "0000000A")), Realm, s_secret));
        Assert.Equal(DigestVerdict.Wrong, _server.Verify(Request(Counted(nonce, "00000000")), Realm, s_secret));
        Assert.Equal(DigestVerdict.Wrong, _server.Verify(Request(Counted(nonce, "11")), Realm, s_secret));
    }

    private static string Counted(string nonce, string count)
    {
        string response = DigestComputation.Response(DigestAlgorithm.Md5, s_secret.Md5Ha1, nonce, count, "c", "REGISTER", "sip:pbx");
        return $"""Digest username="1700",realm="{Realm}",nonce="{nonce}",uri="sip:pbx",response="{response}",qop="auth",nc={count},cnonce="c" """.TrimEnd();
    }

    [Fact]
    public void Credentials_without_qop_are_right_once()
    {
        string nonce = DigestFields.Parse(_server.Challenges(Realm, false, false)[0])!["nonce"]!;
        string response = DigestComputation.LegacyResponse(DigestAlgorithm.Md5, s_secret.Md5Ha1, nonce, "REGISTER", "sip:pbx");
        string answer = $"""DIGEST username="1700", realm="{Realm}", nonce="{nonce}", uri="sip:pbx", response="{response.ToUpperInvariant()}" """.TrimEnd();
        Assert.Equal(DigestVerdict.Right, _server.Verify(Request(answer), Realm, s_secret));
        Assert.Equal(DigestVerdict.Stale, _server.Verify(Request(answer), Realm, s_secret));
    }

    [Fact]
    public void A_nonce_is_stale_after_its_life_and_from_the_future()
    {
        string answer = Answer(_server.Challenges(Realm, false, false));
        _time.Now += TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(1);
        Assert.Equal(DigestVerdict.Stale, _server.Verify(Request(answer), Realm, s_secret));
        _time.Now -= TimeSpan.FromHours(1);
        Assert.Equal(DigestVerdict.Stale, _server.Verify(Request(answer), Realm, s_secret));
    }

    [Fact]
    public void A_nonce_of_an_earlier_process_is_stale_when_the_password_is_right_and_wrong_when_not()
    {
        var earlier = new DigestServer(_time, new byte[32], TimeSpan.FromMinutes(5));
        IReadOnlyList<string> challenges = earlier.Challenges(Realm, false, false);
        Assert.Equal(DigestVerdict.Stale, _server.Verify(Request(Answer(challenges)), Realm, s_secret));
        Assert.Equal(DigestVerdict.Wrong, _server.Verify(Request(Answer(challenges, "guess")), Realm, s_secret));
    }

    [Fact]
    public void Nonces_of_the_same_millisecond_differ() =>
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => _server.Challenges(Realm, false, false)[0]).Distinct().Count());

    [Fact]
    public void Credentials_for_one_number_are_wrong_for_another()
    {
        string answer = Answer(_server.Challenges(Realm, false, false), method: SipMethod.Invite, uri: "sip:1701@pbx");
        Assert.Equal(DigestVerdict.Wrong, _server.Verify(Request(answer, "INVITE", "sip:0900@pbx"), Realm, s_secret));
        Assert.Equal(DigestVerdict.Wrong, _server.Verify(Request(answer, "MESSAGE", "sip:1701@pbx"), Realm, s_secret));
        Assert.Equal(DigestVerdict.Right, _server.Verify(Request(answer, "INVITE", "sip:1701@192.0.2.10:5070;transport=udp"), Realm, s_secret));
    }

    [Theory]
    [InlineData("Digest")]
    [InlineData("Digest ")]
    [InlineData("Digest realm=\"3f2a.xhand\"")]
    [InlineData("Digest realm=\"3f2a.xhand\", username=\"1700\", nonce=\"\", uri=\"\", response=\"\"")]
    [InlineData("Digest realm=\"3f2a.xhand\", algorithm=MD5-sess, response=\"d41d8cd98f00b204e9800998ecf8427e\"")]
    [InlineData("Digest realm=\"3f2a.xhand\", algorithm=SHA-512-256, qop=auth-int, nc=1")]
    [InlineData("Digest realm=\"3f2a.xhand\", nonce=\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"")]
    [InlineData("Digest realm=\"3f2a.xhand\", nonce=\"!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"")] // Base64Url.TryDecodeFromChars throws
    [InlineData("Digest realm=\"3f2a.xhand\", nonce=\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\"")]
    [InlineData("Digest realm=\"3f2a.xhand\", realm=\"x\"")]
    [InlineData("Digest realm=\"3f2a.xhand")]
    [InlineData("Digest realm")]
    [InlineData("Digest ,,,,=,,,")]
    public void Malformed_credentials_are_never_right_and_never_throw(string authorization) =>
        Assert.True(_server.Verify(Request(authorization), Realm, s_secret) is DigestVerdict.Wrong or DigestVerdict.Missing);

    [Fact]
    public void The_replay_window_is_bounded_and_what_it_forgets_counts_as_used()
    {
        var window = new NonceWindow(capacity: 3);
        for (uint i = 1; i <= 5; i++)
        {
            Assert.True(window.TryUse(new(1_000 + i, i), 1, expiredMs: 0));
        }

        Assert.Equal(3, window.Count);
        Assert.False(window.TryUse(new(1_001, 1), 2, expiredMs: 0));
        Assert.False(window.TryUse(new(1_002, 9), 1, expiredMs: 0));
        Assert.True(window.TryUse(new(1_005, 5), 2, expiredMs: 0));
        Assert.True(window.TryUse(new(1_006, 6), 1, expiredMs: 1_006));
        Assert.Equal(1, window.Count);
    }

    [Theory]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256, qop=\"auth\"")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"")]
    [InlineData("Digest nonce=\"n\"")]
    [InlineData("Basic realm=\"r\"")]
    public void A_challenge_that_we_cannot_meet_is_not_answered(string challenge) =>
        Assert.Null(_client.Answer(Challenge(challenge), SipMethod.Register, SipUri.Sip(null, "pbx"), "u", "p"));

    [Fact]
    public void The_strongest_challenge_is_answered_with_its_opaque_and_without_qop_where_it_has_none()
    {
        string answer = Answer(["Digest realm=\"r\", nonce=\"a\", algorithm=MD5", "Digest realm=\"r\", nonce=\"b\", opaque=\"o\\\"p\", algorithm=sha-256"]);
        Assert.Contains("nonce=\"b\"", answer, StringComparison.Ordinal);
        Assert.Contains("algorithm=SHA-256", answer, StringComparison.Ordinal);
        Assert.EndsWith("opaque=\"o\\\"p\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("qop", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_407_is_answered_in_Proxy_Authorization()
    {
        SipResponse challenge = Wire.Response("""
            SIP/2.0 407 Proxy Authentication Required
            Via: SIP/2.0/UDP c
            From: <sip:1700@pbx>;tag=1
            To: <sip:1700@pbx>
            Call-ID: 1
            CSeq: 1 INVITE
            Proxy-Authenticate: Digest realm="r", nonce="n", algorithm=MD5-sess, qop="auth,auth-int"


            """);
        (string Name, string Value)? answer = _client.Answer(challenge, SipMethod.Invite, SipUri.Sip("1701", "pbx"), "u", "p");
        Assert.Equal("Proxy-Authorization", answer!.Value.Name);
        Assert.Contains("uri=\"sip:1701@pbx\"", answer.Value.Value, StringComparison.Ordinal);
    }
}
