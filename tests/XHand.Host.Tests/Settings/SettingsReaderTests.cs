using System.Net;
using Microsoft.Extensions.Configuration;
using XHand.Host.Settings;

namespace XHand.Host.Tests.Settings;

/// <summary>Each setting is checked at the start, with a message that names it, its value and what is allowed.</summary>
public sealed class SettingsReaderTests
{
    [Fact]
    public void Without_any_setting_the_contracts_defaults_hold()
    {
        HostSettings settings = Read();
        Assert.Equal([IPAddress.Any], settings.SipAddresses);
        Assert.Equal(5060, settings.SipPort);
        Assert.Equal(5061, settings.SipTlsPort);
        Assert.Empty(settings.PublicAddresses);
        Assert.Equal(new PortRange(20000, 29999), settings.MediaPorts);
        Assert.Equal(8080, settings.HttpPort);
        Assert.Equal(8443, settings.HttpsPort);
        Assert.Null(settings.ConnectionString);
        Assert.False(settings.Demo);
        Assert.Null(settings.Tls);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.DrainLimit);
        Assert.Contains(settings.LocalNetworks, network => network.Contains(IPAddress.Parse("192.168.7.9")));
        Assert.EndsWith("/var", settings.DataDirectory, StringComparison.Ordinal);
    }

    [Fact]
    public void SIP_may_have_several_addresses_and_a_public_one_of_each_kind()
    {
        HostSettings settings = Read(("Sip:Address", "192.0.2.1, 2001:db8::1"), ("Sip:PublicAddress", "203.0.113.1,2001:db8::5"));
        Assert.Equal([IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")], settings.SipAddresses);
        Assert.Equal([IPAddress.Parse("203.0.113.1"), IPAddress.Parse("2001:db8::5")], settings.PublicAddresses);
    }

    [Theory]
    [InlineData("Sip:Port", "abc")]
    [InlineData("Sip:Port", "0")]
    [InlineData("Sip:Port", "65536")]
    [InlineData("Sip:Port", "-1")]
    [InlineData("Sip:TlsPort", "5061x")]
    [InlineData("Sip:Address", "everywhere")]
    [InlineData("Sip:Address", "192.0.2.1,192.0.2.1")]
    [InlineData("Sip:Address", "0.0.0.0,192.0.2.1")]
    [InlineData("Sip:PublicAddress", "300.1.1.1")]
    [InlineData("Sip:PublicAddress", "203.0.113.1,203.0.113.2")]
    [InlineData("Sip:LocalNetworks", "10.0.0.0/8,home")]
    [InlineData("Media:Ports", "20000")]
    [InlineData("Media:Ports", "20001-20100")]
    [InlineData("Media:Ports", "30000-20000")]
    [InlineData("Media:Ports", "80-90")]
    [InlineData("Web:HttpPort", "http")]
    [InlineData("Web:HttpsPort", "")]
    [InlineData("Demo", "yes")]
    [InlineData("TimeZone", "Mars/Olympus")]
    [InlineData("Calls:DrainSeconds", "-3")]
    [InlineData("Sip:SessionSeconds", "60")]
    [InlineData("Log:Level", "Loud")]
    [InlineData("Log:Level", "2")]
    public void A_wrong_value_is_named_with_its_setting_and_what_is_allowed(string key, string value)
    {
        if (value.Length == 0)
        {
            // An empty variable leaves the setting out.
            Read((key, value));
            return;
        }

        SettingsException wrong = Assert.Throws<SettingsException>(() => Read((key, value)));
        string problem = Assert.Single(wrong.Problems);
        Assert.Contains(key, problem, StringComparison.Ordinal);
        Assert.Contains("XHAND_" + key.Replace(":", "__", StringComparison.Ordinal), problem, StringComparison.Ordinal);
        Assert.Contains('"' + value.Split(',')[^1] + '"', problem, StringComparison.Ordinal);
        Assert.Contains(SettingName.Find(key)!.Allowed, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_setting_is_told_at_once()
    {
        SettingsException wrong = Assert.Throws<SettingsException>(() => Read(("Sip:Port", "x"), ("Demo", "maybe"), ("Media:Ports", "1")));
        Assert.Equal(3, wrong.Problems.Count);
    }

    [Fact]
    public void Secrets_are_not_repeated_in_messages()
    {
        SettingsException wrong = Assert.Throws<SettingsException>(() => Read(("Web:AdminPassword", "shortone")));
        Assert.DoesNotContain("shortone", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Web:AdminPassword", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_ports_cannot_be_the_same_and_media_cannot_cover_SIP()
    {
        Assert.Contains("Web:HttpPort and Web:HttpsPort are both 9000", Assert.Throws<SettingsException>(() => Read(("Web:HttpPort", "9000"), ("Web:HttpsPort", "9000"))).Message, StringComparison.Ordinal);
        Assert.Contains("overlap", Assert.Throws<SettingsException>(() => Read(("Sip:Port", "20004"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_its_key_is_refused() =>
        Assert.Contains("Tls:Key", Assert.Throws<SettingsException>(() => Read(("Tls:Certificate", "/tmp/c.pem"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_relative_data_directory_belongs_to_the_working_directory() =>
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "mine"), Read(("Data:Directory", "mine/")).DataDirectory);

    [Fact]
    public void Names_that_are_no_settings_are_found() =>
        Assert.Equal(["Sip:Prot"], SettingsReader.Unknown(Configuration(("Sip:Prot", "1"), ("Sip:Port", "1"))));

    private static HostSettings Read(params (string Key, string Value)[] settings) => SettingsReader.Read(Configuration(settings));

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
}
