using System.Reflection;
using System.Text.RegularExpressions;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Owing;
using Atmosphere.Grains.Training;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Grains.Tests.Shapes;

/// <summary>One set of grain sources for both engines, and decisions that depend on nothing but what they are given.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] Impure =
        [nameof(ILogger), nameof(TimeProvider), nameof(IGrainFactory), nameof(IServiceProvider), nameof(Random), nameof(HttpClient), nameof(Task), nameof(CancellationToken)];

    public static TheoryData<string> Sources =>
        [.. Directory.EnumerateFiles(Root(), "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root(), file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_sources_are_found() => Sources.Count.ShouldBeGreaterThan(50);

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_grain_source_names_no_engine_and_has_no_conditional_parts(string file)
    {
        var code = Comments().Replace(File.ReadAllText(Path.Combine(Root(), file)), "");

        code.ShouldNotContain("#if", Case.Insensitive);
        code.ShouldNotContain("Orleans", Case.Insensitive);
        code.ShouldNotContain("Embedded", Case.Insensitive);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_grain_source_uses_nothing_that_the_engines_do_differently(string file)
    {
        var code = Comments().Replace(File.ReadAllText(Path.Combine(Root(), file)), "");

        foreach (var word in (string[])["RequestContext", "Reentrant", "AlwaysInterleave", "Task.Run", "ConfigureAwait", ".Result;", "GetAwaiter()"])
            code.ShouldNotContain(word, Case.Sensitive);
    }

    [Theory]
    [InlineData("Slack")]
    [InlineData("Recognition")]
    [InlineData("Catalogue")]
    public void A_port_names_no_engine_and_has_no_conditional_parts(string project)
    {
        var files = Directory.GetFiles(Path.Combine(Root(), "..", project), "*.cs", SearchOption.AllDirectories);
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            var code = Comments().Replace(File.ReadAllText(file), "");
            foreach (var word in (string[])["#if", "Orleans", "Atmosphere.Embedded"]) code.ShouldNotContain(word, Case.Insensitive, file);
        }
    }

    public static TheoryData<Type> Pure =>
    [
        .. GrainAssembly.Types.Where(type => type is { IsAbstract: true, IsSealed: true }
            && (type.Name.EndsWith("Decider", StringComparison.Ordinal) || type.Name.EndsWith("Evolution", StringComparison.Ordinal)
                || type.Name is nameof(Tally) or nameof(TrainingSchedule) or nameof(DueReminder))),
    ];

    [Fact]
    public void The_deciders_are_found() => Pure.Count.ShouldBeGreaterThanOrEqualTo(8);

    [Theory]
    [MemberData(nameof(Pure))]
    public void A_decider_takes_and_keeps_no_clock_logger_factory_or_task(Type type)
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var used = type.GetMethods(All).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            .Concat(type.GetFields(All).Select(field => field.FieldType)).ToList();

        foreach (var impure in used) Impure.ShouldNotContain(impure.Name.Split('`')[0]);
        foreach (var field in type.GetFields(All)) (field.IsInitOnly || field.IsLiteral).ShouldBeTrue($"{type.Name}.{field.Name} can change");
    }

    [Fact]
    public void Grains_are_internal_and_sealed_and_their_interfaces_public()
    {
        GrainAssembly.Grains.ShouldAllBe(grain => grain.IsSealed && !grain.IsPublic);
        GrainAssembly.GrainInterfaces.ShouldAllBe(type => type.IsPublic);
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Atmosphere.Orleans.sln"))) return Path.Combine(folder.FullName, "src", "Grains");
        }

        throw new DirectoryNotFoundException($"No Atmosphere.Orleans.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Comments();
}
