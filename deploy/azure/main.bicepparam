// An example to copy. Secrets come from the environment of whoever deploys and end in the key vault.
using 'main.bicep'

param registryName = 'myatmosphere'
param apiImage = 'myatmosphere.azurecr.io/atmosphere/api@sha256:0000000000000000000000000000000000000000000000000000000000000000'
param apiClusterId = 'atmosphere'
param generations = [
  {
    name: 'a'
    image: 'myatmosphere.azurecr.io/atmosphere/silo@sha256:0000000000000000000000000000000000000000000000000000000000000000'
    clusterId: 'atmosphere'
    siloPort: 11111
    gatewayPort: 30000
  }
]
param minSilos = 2
param maxSilos = 3
param recognition = 'azure'
param slackChannel = 'C0123456789'

param slackBotToken = readEnvironmentVariable('SLACK_BOT_TOKEN')
param slackSigningSecret = readEnvironmentVariable('SLACK_SIGNING_SECRET')
param databasePassword = readEnvironmentVariable('DATABASE_PASSWORD')
param operatorKey = readEnvironmentVariable('OPERATOR_KEY')
param cameraToken = readEnvironmentVariable('CAMERA_TOKEN')
param scalingKey = readEnvironmentVariable('SCALING_KEY')
