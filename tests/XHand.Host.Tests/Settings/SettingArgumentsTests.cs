using XHand.Host.Settings;

namespace XHand.Host.Tests.Settings;

/// <summary>Settings among a command's own arguments.</summary>
public sealed class SettingArgumentsTests
{
    [Fact]
    public void Settings_are_taken_out_wherever_they_stand_and_the_rest_is_left_in_order()
    {
        (Dictionary<string, string?> settings, string[] rest) = SettingArguments.Split(["--Sip:Port=5070", "records", "--since", "1h", "--sip:address", "127.0.0.1", "--json"]);
        Assert.Equal(["records", "--since", "1h", "--json"], rest);
        Assert.Equal("5070", settings["Sip:Port"]);
        Assert.Equal("127.0.0.1", settings["Sip:Address"]);
    }

    [Fact]
    public void A_value_may_hold_equal_signs() =>
        Assert.Equal("Host=db;Port=1", SettingArguments.Split(["--Database:ConnectionString=Host=db;Port=1"]).Settings["Database:ConnectionString"]);

    [Fact]
    public void After_two_dashes_nothing_is_a_setting() =>
        Assert.Equal(["apply", "--", "--Sip:Port"], SettingArguments.Split(["apply", "--", "--Sip:Port"]).Command);

    [Theory]
    [InlineData("--Sip:Prot", "Sip:Prot")]
    [InlineData("--Sip:Port", "no value")]
    public void An_unknown_setting_and_one_without_value_are_refused(string argument, string said) =>
        Assert.Contains(said, Assert.Throws<SettingsException>(() => SettingArguments.Split([argument])).Message, StringComparison.Ordinal);
}
