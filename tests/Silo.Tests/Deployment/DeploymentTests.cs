using System.Globalization;
using System.Text.RegularExpressions;

namespace Atmosphere.Silo.Tests.Deployment;

/// <summary>
/// Keeps <c>deploy/</c> honest without any tool: a setting that was renamed, a port given twice or a secret that was typed in shows here,
/// not on the day of a deployment. Compilers and schemas have their say in <c>deploy/README.md</c>.
/// </summary>
public sealed partial class DeploymentTests
{
    private const int ReservedPort = 36985;

    /// <summary>Variables of the platforms and of the images that are built upon.</summary>
    private static readonly HashSet<string> OfOthers = new(StringComparer.Ordinal)
    {
        "ASPNETCORE_URLS", "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "AZURE_CLIENT_ID", "NODE_ENV", "OTEL_EXPORTER_OTLP_ENDPOINT",
        "POSTGRES_DB", "POSTGRES_INITDB_ARGS", "POSTGRES_PASSWORD", "POSTGRES_USER",
    };

    /// <summary>What whoever deploys gives, and build arguments.</summary>
    private static readonly HashSet<string> OfDeployers =
        [.. Regex.Matches(Repository.Read("deploy/.env.example"), "^[A-Z_]+(?==)", RegexOptions.Multiline).Select(match => match.Value), "SCALING_KEY", "CLOUD_PACKAGES", "APP_UID"];

    private static IEnumerable<string> DeployFiles =>
        Repository.Files("deploy", "*").Where(file => !file.EndsWith(".md", StringComparison.Ordinal));

    public static TheoryData<string> Files => [.. DeployFiles];

    [Fact]
    public void The_settings_of_the_code_are_found()
    {
        string[] some = ["Cluster:SiloPort", "Silo:CoHosted", "Data:Folder", "Slack:SigningSecret", "Scaling:Key", "Recognition:AllowHttp", "Voting:Required", "Crops:Store", "Intake:EventHub:Name", "FaceService:NodePath", "Shutdown:DrainFor", "Access:OperatorKey"];
        foreach (var setting in some) KnownSettings.OfApplications.ShouldContain(setting);
        KnownSettings.OfFaceService.ShouldContain("FACE_SERVICE_DATA");
        KnownSettings.OfApplications.ShouldNotContain("Cluster:NoSuchThing");
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_setting_is_one_that_the_code_knows(string file)
    {
        var text = Repository.Read(file);
        Setting().Matches(text).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal))
            .Where(setting => !KnownSettings.OfApplications.Contains(setting)).ShouldBeEmpty();
        Variable().Matches(text).Select(match => match.Value)
            .Where(variable => !OfOthers.Contains(variable) && !OfDeployers.Contains(variable) && !KnownSettings.OfFaceService.Contains(variable)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Files))]
    public void No_secret_is_written_down(string file)
    {
        var text = Repository.Read(file);
        text.ShouldNotContain("xoxb-");
        text.ShouldNotContain("AccountKey=");
        text.ShouldNotContain("SharedAccessKey=");
        // What looks random, and is not the made-up digest of the example.
        Random().Matches(text).Select(match => match.Value).Where(value => value.Trim('0').Length > 0).ShouldBeEmpty();
        SecretSetting().Matches(text).Select(match => match.Groups["value"].Value)
            .Where(value => !value.StartsWith("${", StringComparison.Ordinal) && value != "*database").ShouldBeEmpty();
        Password().Matches(text).Select(match => match.Groups["value"].Value).Where(value => value[0] != '$').ShouldBeEmpty();
    }

    [Fact]
    public void The_example_of_secrets_has_none() =>
        Regex.Matches(Repository.Read("deploy/.env.example"), "^[A-Z_]+=.+$", RegexOptions.Multiline).ShouldBeEmpty();

    [Fact]
    public void No_file_of_secrets_is_checked_in() => Repository.Read(".gitignore").Split('\n').ShouldContain(".env");

    [Fact]
    public void Silos_of_the_example_have_ports_of_their_own()
    {
        var text = Repository.Read("deploy/azure/main.bicepparam");
        var silos = Number(text, @"param maxSilos = (?<n>\d+)");
        var firsts = Regex.Matches(text, @"(?:siloPort|gatewayPort): (?<n>\d+)").Select(match => int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture)).ToList();
        firsts.Count.ShouldBeGreaterThanOrEqualTo(2);
        var ports = firsts.SelectMany(first => Enumerable.Range(first, silos)).ToList();
        ports.ShouldBeUnique();
        ports.ShouldAllBe(port => port > 1023 && port < 65536 && port != ReservedPort);
    }

    [Fact]
    public void Published_ports_are_on_loopback()
    {
        var published = Regex.Matches(Repository.Read("deploy/compose.yaml"), "ports: \\[(?<ports>[^\\]]+)\\]");
        published.Count.ShouldBe(1);
        published[0].Groups["ports"].Value.ShouldStartWith("\"127.0.0.1:");
    }

    [Theory]
    [InlineData("deploy/azure/modules/silo.bicep")]
    [InlineData("deploy/azure/modules/api.bicep")]
    public void The_platform_waits_longer_than_the_application_needs_to_end(string file)
    {
        var text = Repository.Read(file);
        var needs = Time(text, "Shutdown__Timeout', value: '(?<t>[0-9:]+)'") + Time(text, "Shutdown__DrainFor', value: '(?<t>[0-9:]+)'");
        needs.ShouldBeGreaterThan(TimeSpan.FromSeconds(10));
        TimeSpan.FromSeconds(Number(text, @"terminationGracePeriodSeconds: (?<n>\d+)")).ShouldBeGreaterThan(needs);
    }

    [Fact]
    public void Compose_waits_longer_than_any_application_needs_to_end()
    {
        var text = Repository.Read("deploy/compose.yaml");
        var needs = Regex.Matches(text, "Shutdown__Timeout: \"(?<t>[0-9:]+)\"").Select(match => TimeSpan.Parse(match.Groups["t"].Value, CultureInfo.InvariantCulture)).ToList();
        needs.Count.ShouldBe(2, "silo and API");
        Regex.Count(text, "stop_grace_period: 60s").ShouldBe(3, "database, silo and API");
        needs.Max().ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Api_drains_for_longer_than_a_probe_takes_to_notice()
    {
        var probes = Regex.Match(Repository.Read("deploy/azure/modules/probes.bicep"), @"type: 'Readiness'.*?periodSeconds: (?<p>\d+)\s+failureThreshold: (?<f>\d+)", RegexOptions.Singleline);
        var notices = int.Parse(probes.Groups["p"].Value, CultureInfo.InvariantCulture) * int.Parse(probes.Groups["f"].Value, CultureInfo.InvariantCulture);
        Time(Repository.Read("deploy/azure/modules/api.bicep"), "Shutdown__DrainFor', value: '(?<t>[0-9:]+)'").TotalSeconds.ShouldBeGreaterThan(notices);
    }

    [Fact]
    public void Probes_ask_at_addresses_that_exist()
    {
        var health = Repository.Read("src/Silo/Hosting/HealthEndpoints.cs");
        var asked = Regex.Matches(Repository.Read("deploy/azure/modules/probes.bicep"), "path: '(?<path>[^']+)'").Select(match => match.Groups["path"].Value).Distinct().ToList();
        asked.Count.ShouldBe(2);
        foreach (var path in asked) health.ShouldContain($"\"{path}\"");
    }

    [Fact]
    public void Keda_asks_at_the_address_that_answers()
    {
        Repository.Read("deploy/azure/main.bicep").ShouldContain("/scaling/silos'");
        Repository.Read("src/Api/Scaling/ScalingEndpoints.cs").ShouldContain("\"/scaling/silos\"");
        Repository.Read("deploy/azure/modules/silo.bicep").ShouldContain("valueLocation: 'replicas'");
    }

    [Fact]
    public void Images_restore_every_project_that_they_build()
    {
        var copied = Regex.Matches(Repository.Read("deploy/Dockerfile"), @"^COPY (?<project>\S+\.csproj) ", RegexOptions.Multiline).Select(match => match.Groups["project"].Value);
        var needed = Repository.Files("src", "*.csproj").Select(file => file.Replace('\\', '/')).Where(file => file != "src/Embedded/Embedded.csproj");
        copied.Order(StringComparer.Ordinal).ShouldBe(needed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_runs_as_root_in_an_image()
    {
        var stages = Regex.Split(Repository.Read("deploy/Dockerfile"), "^FROM ", RegexOptions.Multiline).Skip(1).ToDictionary(stage => Regex.Match(stage, @"AS (\S+)").Groups[1].Value);
        stages["runtime"].ShouldContain("USER $APP_UID");
        stages["face-service"].ShouldContain("USER node");
        foreach (var image in (string[])["silo", "api"])
        {
            stages[image].ShouldStartWith("runtime AS");
            stages[image].ShouldNotContain("USER");
        }

        foreach (var image in (string[])["runtime", "face-service"]) stages[image].ShouldContain("HEALTHCHECK");
    }

    private static int Number(string text, string pattern) => int.Parse(Regex.Match(text, pattern).Groups["n"].Value, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string text, string pattern) =>
        Regex.Match(text, pattern) is { Success: true } match ? TimeSpan.Parse(match.Groups["t"].Value, CultureInfo.InvariantCulture) : TimeSpan.Zero;

    /// <summary>A setting in the spelling of the environment.</summary>
    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(__[A-Z][A-Za-z]+)+\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();

    /// <summary>A variable: capitals with an underscore.</summary>
    [GeneratedRegex(@"(?<![A-Za-z_])[A-Z]+(_[A-Z]+)+(?![A-Za-z0-9_])", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\b[0-9a-fA-F]{32,}\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Random();

    /// <summary>A value that is given to a setting which is a secret by its name.</summary>
    [GeneratedRegex(@"\b[A-Za-z]+__[A-Za-z]*(Key|Token|Secret|ConnectionString): (?<value>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex SecretSetting();

    [GeneratedRegex(@"Password=(?<value>[^;'""]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Password();
}
