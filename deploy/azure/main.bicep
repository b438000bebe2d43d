// Atmosphere on Azure Container Apps: silos in an environment without a public side, the API in one with it, both in one network.
// Why two environments: Slack has to reach the API over public HTTPS, and nobody may reach a silo's ports, over which any grain can
// be called. Why one application per silo: an address has to lead to exactly one silo, and a replica has none of its own.

@description('Where silos come from. Two at a time while one generation replaces another: see docs/operate.md.')
type generation = {
  @description('Part of the applications\' names: lower-case letters and digits.')
  @maxLength(10)
  name: string

  @description('The silo image, by digest.')
  image: string

  @description('Silos that can read each other\'s messages share one.')
  clusterId: string

  @description('Silo k has this port plus k. Every generation needs ranges of its own.')
  siloPort: int

  @description('Silo k has this port plus k.')
  gatewayPort: int
}

param location string = resourceGroup().location

@description('Part of every name: lower-case letters and digits.')
@minLength(3)
@maxLength(11)
param name string = 'atmosphere'

param addressPrefix string = '10.40.0.0/22'
param registryName string

@description('The API image, by digest.')
param apiImage string

@description('The cluster that the API is a client of: one of the generations\'.')
param apiClusterId string

param generations generation[]

@minValue(1)
@maxValue(32)
param minSilos int = 2

@minValue(1)
@maxValue(32)
param maxSilos int = 3

@minValue(1)
param minApiReplicas int = 1

param maxApiReplicas int = 5

@description('azure: Azure AI Face, with approval for identification. local: one node of our own.')
@allowed(['azure', 'local'])
param recognition string

@description('The face-service image, by digest; for recognition local.')
param faceServiceImage string = ''

@description('The channel that is asked, C….')
param slackChannel string

@description('Where OpenTelemetry is sent. Empty: nowhere.')
param otlpEndpoint string = ''

@secure()
param slackBotToken string

@secure()
param slackSigningSecret string

@description('Letters and digits.')
@secure()
@minLength(24)
param databasePassword string

@secure()
@minLength(32)
param operatorKey string

@secure()
@minLength(32)
param cameraToken string

@secure()
@minLength(32)
param scalingKey string

@description('For recognition local.')
@secure()
param faceServiceKey string = ''

var unique = uniqueString(resourceGroup().id)
var local = recognition == 'local'
var registryServer = '${registryName}.azurecr.io'
var pictureContainer = 'pictures'
var hubName = 'images-in-db'
var consumerGroup = 'atmosphere'
var apiName = '${name}-api'
var administrator = 'atmosphere'

module network 'modules/network.bicep' = {
  name: 'network'
  params: { location: location, name: '${name}-network', addressPrefix: addressPrefix }
}

module logs 'modules/logs.bicep' = {
  name: 'logs'
  params: { location: location, name: '${name}-logs' }
}

module siloIdentity 'modules/identity.bicep' = {
  name: 'identity-silo'
  params: { location: location, name: '${name}-silo', registryName: registryName }
}

module apiIdentity 'modules/identity.bicep' = {
  name: 'identity-api'
  params: { location: location, name: '${name}-api', registryName: registryName }
}

module faceIdentity 'modules/identity.bicep' = if (local) {
  name: 'identity-face-service'
  params: { location: location, name: '${name}-face-service', registryName: registryName }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    location: location
    name: take('${name}${unique}', 24)
    workspaceId: logs.outputs.workspaceId
    allowedSubnetIds: [network.outputs.siloSubnetId, network.outputs.apiSubnetId]
    principalIds: [siloIdentity.outputs.principalId, apiIdentity.outputs.principalId]
    pictureContainer: pictureContainer
  }
}

module apiShare 'modules/share.bicep' = {
  name: 'share-api'
  params: {
    location: location
    name: take('api${unique}', 24)
    shareNames: ['api-data']
    allowedSubnetIds: [network.outputs.apiSubnetId]
  }
}

module galleryShare 'modules/share.bicep' = if (local) {
  name: 'share-gallery'
  params: {
    location: location
    name: take('gallery${unique}', 24)
    shareNames: ['gallery']
    allowedSubnetIds: [network.outputs.siloSubnetId]
  }
}

module eventHub 'modules/eventhub.bicep' = {
  name: 'event-hub'
  params: {
    location: location
    name: '${name}-${unique}'
    workspaceId: logs.outputs.workspaceId
    siloPrincipalId: siloIdentity.outputs.principalId
    hubName: hubName
    consumerGroup: consumerGroup
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    location: location
    name: '${name}-${unique}'
    networkId: network.outputs.networkId
    subnetId: network.outputs.databaseSubnetId
    workspaceId: logs.outputs.workspaceId
    administrator: administrator
    password: databasePassword
  }
}

module face 'modules/face.bicep' = if (!local) {
  name: 'face'
  params: {
    location: location
    name: '${name}-${unique}'
    workspaceId: logs.outputs.workspaceId
    allowedSubnetIds: [network.outputs.siloSubnetId]
    siloPrincipalId: siloIdentity.outputs.principalId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: { location: location, name: take('${name}-${unique}', 24), workspaceId: logs.outputs.workspaceId }
}

module slackBotTokenSecret 'modules/secret.bicep' = {
  name: 'secret-slack-bot-token'
  params: {
    vaultName: vault.outputs.name
    name: 'slack-bot-token'
    value: slackBotToken
    readerIds: [siloIdentity.outputs.principalId, apiIdentity.outputs.principalId]
  }
}

module slackSigningSecretSecret 'modules/secret.bicep' = {
  name: 'secret-slack-signing-secret'
  params: {
    vaultName: vault.outputs.name
    name: 'slack-signing-secret'
    value: slackSigningSecret
    readerIds: [siloIdentity.outputs.principalId, apiIdentity.outputs.principalId]
  }
}

module catalogueSecret 'modules/secret.bicep' = {
  name: 'secret-catalogue'
  params: {
    vaultName: vault.outputs.name
    name: 'catalogue'
    value: 'Host=${database.outputs.host};Database=${database.outputs.database};Username=${administrator};Password=${databasePassword};SSL Mode=VerifyFull'
    readerIds: [siloIdentity.outputs.principalId, apiIdentity.outputs.principalId]
  }
}

module operatorKeySecret 'modules/secret.bicep' = {
  name: 'secret-operator-key'
  params: {
    vaultName: vault.outputs.name
    name: 'operator-key'
    value: operatorKey
    readerIds: [apiIdentity.outputs.principalId]
  }
}

module cameraTokenSecret 'modules/secret.bicep' = {
  name: 'secret-camera-token'
  params: {
    vaultName: vault.outputs.name
    name: 'camera-token'
    value: cameraToken
    readerIds: [apiIdentity.outputs.principalId]
  }
}

module scalingKeySecret 'modules/secret.bicep' = {
  name: 'secret-scaling-key'
  params: {
    vaultName: vault.outputs.name
    name: 'scaling-key'
    value: scalingKey
    readerIds: [siloIdentity.outputs.principalId, apiIdentity.outputs.principalId]
  }
}

module faceServiceKeySecret 'modules/secret.bicep' = if (local) {
  name: 'secret-face-service-key'
  params: {
    vaultName: vault.outputs.name
    name: 'face-service-key'
    value: faceServiceKey
    readerIds: [siloIdentity.outputs.principalId, faceIdentity!.outputs.principalId]
  }
}

module siloEnvironment 'modules/environment.bicep' = {
  name: 'environment-silos'
  params: {
    location: location
    name: '${name}-silos'
    subnetId: network.outputs.siloSubnetId
    workspaceId: logs.outputs.workspaceId
    internal: true
    shareServer: local ? galleryShare!.outputs.server : ''
    shareAccount: local ? galleryShare!.outputs.accountName : ''
    shareNames: local ? ['gallery'] : []
  }
}

module apiEnvironment 'modules/environment.bicep' = {
  name: 'environment-api'
  params: {
    location: location
    name: '${name}-public'
    subnetId: network.outputs.apiSubnetId
    workspaceId: logs.outputs.workspaceId
    internal: false
    shareServer: apiShare.outputs.server
    shareAccount: apiShare.outputs.accountName
    shareNames: ['api-data']
  }
}

module privateDns 'modules/private-dns.bicep' = {
  name: 'private-dns'
  params: {
    domain: siloEnvironment.outputs.defaultDomain
    staticIp: siloEnvironment.outputs.staticIp
    networkId: network.outputs.networkId
  }
}

module faceService 'modules/face-service.bicep' = if (local) {
  name: 'face-service'
  params: {
    location: location
    name: '${name}-face-service'
    environmentId: siloEnvironment.outputs.environmentId
    identityId: faceIdentity!.outputs.identityId
    registryServer: registryServer
    image: faceServiceImage
    keyUri: faceServiceKeySecret!.outputs.uri
    storageName: 'gallery'
  }
}

// What silos and API agree on.
var clusterSettings = [
  { name: 'Cluster__Provider', value: 'AzureStorage' }
  { name: 'Cluster__ServiceId', value: 'atmosphere' }
  { name: 'Cluster__TableEndpoint', value: storage.outputs.tableEndpoint }
  { name: 'Catalogue__Provider', value: 'PostgreSQL' }
  { name: 'Crops__Store', value: 'AzureBlob' }
  { name: 'Crops__BlobEndpoint', value: storage.outputs.blobEndpoint }
  { name: 'Crops__Container', value: pictureContainer }
  { name: 'Slack__Channel', value: slackChannel }
  { name: 'Scaling__MinSilos', value: string(minSilos) }
  { name: 'Scaling__MaxSilos', value: string(maxSilos) }
  { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: otlpEndpoint }
]

var clusterSecrets = [
  { name: 'catalogue', uri: catalogueSecret.outputs.uri, setting: 'Catalogue__ConnectionString' }
  { name: 'slack-bot-token', uri: slackBotTokenSecret.outputs.uri, setting: 'Slack__BotToken' }
  { name: 'slack-signing-secret', uri: slackSigningSecretSecret.outputs.uri, setting: 'Slack__SigningSecret' }
]

var siloNumbers = flatten(map(generations, (g, i) => map(range(0, maxSilos), k => { generation: i, number: k })))

module silos 'modules/silo.bicep' = [
  for silo in siloNumbers: {
    name: 'silo-${generations[silo.generation].name}-${silo.number}'
    params: {
      location: location
      name: '${name}-${generations[silo.generation].name}-${silo.number}'
      environmentId: siloEnvironment.outputs.environmentId
      identityId: siloIdentity.outputs.identityId
      registryServer: registryServer
      image: generations[silo.generation].image
      number: silo.number
      minSilos: minSilos
      siloPort: generations[silo.generation].siloPort + silo.number
      gatewayPort: generations[silo.generation].gatewayPort + silo.number
      settings: concat(clusterSettings, [
        { name: 'Cluster__ClusterId', value: generations[silo.generation].clusterId }
        { name: 'Cluster__AdvertisedAddress', value: siloEnvironment.outputs.staticIp }
        { name: 'Intake__EventHub__Namespace', value: eventHub.outputs.host }
        { name: 'Intake__EventHub__Name', value: hubName }
        { name: 'Intake__EventHub__ConsumerGroup', value: consumerGroup }
        {
          name: 'Recognition__Endpoint'
          value: local ? 'https://${faceService!.outputs.fqdn}' : face!.outputs.endpoint
        }
        { name: 'Recognition__Client', value: local ? 'BuiltIn' : 'AzureSdk' }
        { name: 'AZURE_CLIENT_ID', value: siloIdentity.outputs.clientId }
      ])
      secrets: concat(
        clusterSecrets,
        local ? [{ name: 'recognition-key', uri: faceServiceKeySecret!.outputs.uri, setting: 'Recognition__Key' }] : []
      )
      scalingUrl: 'https://${apiName}.${apiEnvironment.outputs.defaultDomain}/scaling/silos'
      scalingKeyUri: scalingKeySecret.outputs.uri
    }
  }
]

module api 'modules/api.bicep' = {
  name: 'api'
  params: {
    location: location
    name: apiName
    environmentId: apiEnvironment.outputs.environmentId
    identityId: apiIdentity.outputs.identityId
    registryServer: registryServer
    image: apiImage
    minReplicas: minApiReplicas
    maxReplicas: maxApiReplicas
    storageName: 'api-data'
    settings: concat(clusterSettings, [
      { name: 'Cluster__ClusterId', value: apiClusterId }
      { name: 'AZURE_CLIENT_ID', value: apiIdentity.outputs.clientId }
    ])
    secrets: concat(clusterSecrets, [
      { name: 'operator-key', uri: operatorKeySecret.outputs.uri, setting: 'Access__OperatorKey' }
      { name: 'camera-token', uri: cameraTokenSecret.outputs.uri, setting: 'Access__CameraToken' }
      { name: 'scaling-key', uri: scalingKeySecret.outputs.uri, setting: 'Scaling__Key' }
    ])
  }
}

output slackRequestUrl string = 'https://${api.outputs.fqdn}/slack/interactions'
output siloAddress string = siloEnvironment.outputs.staticIp
output eventHubHost string = eventHub.outputs.host
