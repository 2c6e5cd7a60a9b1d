var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:ee,getOwnPropertySymbols:te,getPrototypeOf:ne}=Object,f=globalThis,re=f.trustedTypes,ie=re?re.emptyScript:``,ae=f.reactiveElementPolyfillSupport,p=(e,t)=>e,m={toAttribute(e,t){switch(t){case Boolean:e=e?ie:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},oe=(e,t)=>!l(e,t),se={attribute:!0,type:String,converter:m,reflect:!1,useDefault:!1,hasChanged:oe};Symbol.metadata??=Symbol(`metadata`),f.litPropertyMetadata??=new WeakMap;var h=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=se){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??se}static _$Ei(){if(this.hasOwnProperty(p(`elementProperties`)))return;let e=ne(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(p(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(p(`properties`))){let e=this.properties,t=[...ee(e),...te(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?m:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?m:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??oe)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};h.elementStyles=[],h.shadowRootOptions={mode:`open`},h[p(`elementProperties`)]=new Map,h[p(`finalized`)]=new Map,ae?.({ReactiveElement:h}),(f.reactiveElementVersions??=[]).push(`2.1.2`);var g=globalThis,ce=e=>e,_=g.trustedTypes,le=_?_.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,v=`$lit$`,y=`lit$${Math.random().toFixed(9).slice(2)}$`,b=`?`+y,ue=`<${b}>`,x=document,S=()=>x.createComment(``),C=e=>e===null||typeof e!=`object`&&typeof e!=`function`,w=Array.isArray,de=e=>w(e)||typeof e?.[Symbol.iterator]==`function`,T=`[ 	
\f\r]`,E=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,fe=/-->/g,pe=/>/g,D=RegExp(`>|${T}(?:([^\\s"'>=/]+)(${T}*=${T}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),me=/'/g,he=/"/g,ge=/^(?:script|style|textarea|title)$/i,_e=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),O=_e(1),k=_e(2),A=Symbol.for(`lit-noChange`),j=Symbol.for(`lit-nothing`),ve=new WeakMap,M=x.createTreeWalker(x,129);function ye(e,t){if(!w(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return le===void 0?t:le.createHTML(t)}var be=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=E;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===E?c[1]===`!--`?o=fe:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=D):(ge.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=D):o=pe:o===D?c[0]===`>`?(o=i??E,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?D:c[3]===`"`?he:me):o===he||o===me?o=D:o===fe||o===pe?o=E:(o=D,i=void 0);let d=o===D&&e[t+1].startsWith(`/>`)?` `:``;a+=o===E?n+ue:l>=0?(r.push(s),n.slice(0,l)+v+n.slice(l)+y+d):n+y+(l===-2?t:d)}return[ye(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},N=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=be(t,n);if(this.el=e.createElement(l,r),M.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=M.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(v)){let t=u[o++],n=i.getAttribute(e).split(y),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Se:r[1]===`?`?Ce:r[1]===`@`?L:I}),i.removeAttribute(e)}else e.startsWith(y)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(ge.test(i.tagName)){let e=i.textContent.split(y),t=e.length-1;if(t>0){i.textContent=_?_.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],S()),M.nextNode(),c.push({type:2,index:++a});i.append(e[t],S())}}}else if(i.nodeType===8){if(i.data===b)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(y,e+1))!==-1;)c.push({type:7,index:a}),e+=y.length-1}}a++}}static createElement(e,t){let n=x.createElement(`template`);return n.innerHTML=e,n}};function P(e,t,n=e,r){if(t===A)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=C(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=P(e,i._$AS(e,t.values),i,r)),t}var xe=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??x).importNode(t,!0);M.currentNode=r;let i=M.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new F(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new we(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=M.nextNode(),a++)}return M.currentNode=x,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},F=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=j,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=P(this,e,t),C(e)?e===j||e==null||e===``?(this._$AH!==j&&this._$AR(),this._$AH=j):e!==this._$AH&&e!==A&&this._(e):e._$litType$===void 0?e.nodeType===void 0?de(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==j&&C(this._$AH)?this._$AA.nextSibling.data=e:this.T(x.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=N.createElement(ye(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new xe(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=ve.get(e.strings);return t===void 0&&ve.set(e.strings,t=new N(e)),t}k(t){w(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(S()),this.O(S()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ce(e).nextSibling;ce(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},I=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=j,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=j}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=P(this,e,t,0),a=!C(e)||e!==this._$AH&&e!==A,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=P(this,r[n+o],t,o),s===A&&(s=this._$AH[o]),a||=!C(s)||s!==this._$AH[o],s===j?e=j:e!==j&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===j?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},Se=class extends I{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===j?void 0:e}},Ce=class extends I{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==j)}},L=class extends I{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=P(this,e,t,0)??j)===A)return;let n=this._$AH,r=e===j&&n!==j||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==j&&(n===j||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},we=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){P(this,e)}},Te={M:v,P:y,A:b,C:1,L:be,R:xe,D:de,V:P,I:F,H:I,N:Ce,U:L,B:Se,F:we},Ee=g.litHtmlPolyfillSupport;Ee?.(N,F),(g.litHtmlVersions??=[]).push(`3.3.3`);var De=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new F(t.insertBefore(S(),e),e,void 0,n??{})}return i._$AI(e),i},R=globalThis,z=class extends h{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=De(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return A}};z._$litElement$=!0,z.finalized=!0,R.litElementHydrateSupport?.({LitElement:z});var Oe=R.litElementPolyfillSupport;Oe?.({LitElement:z}),(R.litElementVersions??=[]).push(`4.2.2`);async function ke(e){try{return await navigator.clipboard.writeText(e),!0}catch{return Ae(e)}}function Ae(e){let t=!1,n=n=>{n.clipboardData?.setData(`text/plain`,e),n.preventDefault(),t=!0};document.addEventListener(`copy`,n,{capture:!0,once:!0});let r=document.execCommand(`copy`);return document.removeEventListener(`copy`,n,{capture:!0}),r&&t}function je(e,t,n){let r=e===``||/\s$/.test(e)?``:` `,i=n===``||/^[\s.,;:!?)]/.test(n)?``:` `;return r+t+i}function Me(e,t){return e.trim()!==``&&!e.includes(t)}function B(e,t){let n=e.getRootNode();return(n instanceof Document||n instanceof ShadowRoot?n.getElementById(t):null)??document.getElementById(t)}function V(e,t){return e instanceof HTMLTextAreaElement||e instanceof HTMLInputElement?Ne(e,t):e.isContentEditable&&Pe(e,t)}function H(e){return`value`in e?e.value:e.innerText}function Ne(e,t){if(e.disabled||e.readOnly)return!1;let n=e.selectionEnd??e.value.length,r=je(e.value.slice(0,n),t,e.value.slice(n));return e.maxLength>=0&&e.value.length+r.length>e.maxLength?!1:(e.setSelectionRange(n,n),Le(e)&&Ie(e,r)||(e.setRangeText(r,n,n,`end`),Re(e,r)),!0)}function Pe(e,t){let n=Fe(e),r=document.createRange();r.selectNodeContents(e),r.setEnd(n.endContainer,n.endOffset);let i=document.createRange();i.selectNodeContents(e),i.setStart(n.endContainer,n.endOffset);let a=je(r.toString(),t,i.toString());return n.collapse(!1),Le(e)&&(getSelection()?.collapseToEnd(),Ie(e,a))||(n.insertNode(document.createTextNode(a)),Re(e,a)),!0}function Fe(e){let t=getSelection(),n=t&&t.rangeCount>0?t.getRangeAt(0).cloneRange():null;if(n&&e.contains(n.commonAncestorContainer))return n;let r=document.createRange();return r.selectNodeContents(e),r.collapse(!1),r}function Ie(e,t){let n=H(e);return document.execCommand(`insertText`,!1,t)&&H(e)!==n}function Le(e){return e.getRootNode().activeElement===e}function Re(e,t){e.dispatchEvent(new InputEvent(`input`,{bubbles:!0,composed:!0,inputType:`insertText`,data:t}))}var ze={mood:null,moods:[],feeling:null,hints:[],steps:[],questions:[],promises:[],summary:null,draft:null,resting:null,aheadS:0},Be=1e9;function Ve(e,t){switch(t.type){case`reading`:return t.role===`customer`?{...e,feeling:Je(t)}:{...e,draft:null};case`mood`:return{...e,mood:t.mood,moods:[...e.moods,t.mood.turn].slice(-40)};case`hint`:return{...e,hints:[...U(e.hints,t.hint.id),t.hint]};case`hint.closed`:return{...e,hints:U(e.hints,t.hint_id)};case`steps`:return{...e,steps:t.steps};case`questions`:return{...e,questions:t.questions};case`promises`:return{...e,promises:t.promises};case`draft.checked`:return{...e,draft:t.findings};case`language`:return{...e,resting:t.coached?null:t.note??null};case`summary`:return{...e,hints:[],draft:null,summary:t,questions:t.questions,promises:t.promises};default:return e}}function He(e,t){return{...e,hints:U(e.hints,t)}}function Ue(e){return{...e,draft:null}}function We(e,t,n){return{...e,steps:e.steps.map(e=>e.id===t?{...e,done:n}:e)}}function Ge(e,t,n,r){return!n&&t>=Be?e:{...e,aheadS:t-r}}function Ke(e,t){return e.hints.find(n=>n.expires_at>t+e.aheadS)??null}function qe(e,t){let n=e.hints.map(n=>n.expires_at-e.aheadS-t).filter(e=>e>0);return n.length>0?Math.min(...n):null}function Je({reading:e}){return e===null||e.emotion===`neutral`?null:e.emotion}function U(e,t){return e.filter(e=>e.id!==t)}var Ye={firstMs:300,longestMs:15e3};function Xe(e,t,n=Ye){let r=Math.min(n.longestMs,n.firstMs*2**Math.min(e,30));return Math.round(t*r)}var Ze=class{#e=1;#t=new Map;add(e){let t={...e,id:`m${this.#e++}`};return this.#t.set(t.id,{message:t,refusals:0}),t}resume(){for(let[e,{message:t}]of this.#t)t.type===`subscribe`&&this.#t.delete(e);return[...this.#t.values()].map(({message:e})=>e)}get(e){return this.#t.get(e)?.message}settle(e){this.#t.delete(e)}retries(e){let t=this.#t.get(e.id??``);return t!==void 0&&(t.refusals+=1,e.retryable&&t.refusals<=6?!0:(this.#t.delete(t.message.id),!1))}},Qe=1e4,$e={firstMs:500,longestMs:8e3},et=class{#e;#t;#n=new Ze;#r=`closed`;#i=null;#a=0;#o=0;#s=0;#c=new Set;constructor(e,t){this.#e=e,this.#t=t}get state(){return this.#r}open(){this.#r!==`online`&&this.#r!==`connecting`&&this.#l()}close(){this.#x(1e3),this.#S(`closed`)}send(e){let t=this.#n.add(e);this.#r===`online`&&this.#y(t)}#l(){this.#x(),this.#S(`connecting`);let e=this.#a,t=()=>e===this.#a;this.#b(Qe,()=>this.#r===`connecting`&&this.#v()),this.#i=this.#t.openSocket(this.#e.url,{onOpen:()=>t()&&this.#u(),onText:e=>t()&&this.#d(e),onClose:e=>t()&&this.#_(e)})}#u(){let{token:e,resumePoints:t}=this.#e,n={type:`hello`,resume:t(),...e?{token:e}:{}};this.#y(n)}#d(e){this.#s=this.#t.clock.now();let t=JSON.parse(e);if(t.type!==`pong`){if(t.type===`welcome`)return this.#f(t);if(t.type===`error`)return this.#p(t);this.#e.onMessage(t),(t.type===`ack`||t.type===`draft.checked`)&&t.id&&this.#n.settle(t.id)}}#f(e){this.#o=0,this.#S(`online`),this.#g(e.heartbeat_s*1e3);for(let e of this.#n.resume())this.#y(e);this.#e.onMessage(e)}#p(e){if(e.of===`hello`||this.#r===`connecting`)return this.#m(e);if(this.#n.retries(e))return this.#h(e);this.#e.onMessage(e)}#m(e){if(e.retryable)return this.#v(e.retry_after_ms??0);this.#x(1e3),this.#S(`refused`),this.#e.onMessage(e)}#h(e){let t=e.id??``,n=(e.retry_after_ms??0)+Xe(1,this.#t.random(),$e);this.#b(n,()=>{let e=this.#n.get(t);e&&this.#r===`online`&&this.#y(e)})}#g(e){this.#b(e,()=>{if(this.#t.clock.now()-this.#s>2*e)return this.#v();this.#y({type:`ping`}),this.#g(e)})}#_(e){tt(e)?(this.#x(),this.#S(`refused`)):this.#v()}#v(e=0){this.#x(1e3),this.#S(`waiting`);let t=e+Xe(this.#o++,this.#t.random());this.#b(t,()=>this.#l())}#y(e){this.#i?.send(JSON.stringify(e))}#b(e,t){let n=this.#t.clock.after(e,()=>{this.#c.delete(n),t()});this.#c.add(n)}#x(e){this.#a+=1;for(let e of this.#c)e();this.#c.clear(),e!==void 0&&this.#i?.close(e),this.#i=null}#S(e){e!==this.#r&&(this.#r=e,this.#e.onState(e))}};function tt(e){return[1e3,1007,1009].includes(e)||e>=4500&&e<=4999}function nt(e,t){return e===null?`take`:e.epoch===t.epoch?t.offset<=e.offset?`seen`:e.offset===0||t.offset===e.offset+1?`take`:`gap`:`other_epoch`}function rt(e){let{conversation_id:t,epoch:n,offset:r}=e;return typeof t==`string`&&typeof n==`string`&&typeof r==`number`}var it=class{conversationId;#e;#t=null;#n=1/0;#r=!1;constructor(e,t){this.conversationId=e,this.#e=t}get place(){return this.#t}resumePoints(){return this.#t===null?[]:[{conversation_id:this.conversationId,...this.#t}]}take(e){return e.type===`welcome`?this.#i(e):e.type===`ack`?this.#a(e):!rt(e)||e.conversation_id!==this.conversationId?null:this.#s(e)}askFromStart(){this.#t=null,this.#l({type:`subscribe`,conversation_id:this.conversationId,from_start:!0})}#i(e){if(this.#r=!1,this.#t===null)return this.askFromStart(),null;let t=e.resumed.find(e=>e.conversation_id===this.conversationId);return t?.epoch?this.#o(t):this.#c()}#a(e){return e.of!==`subscribe`||e.conversation_id!==this.conversationId?null:(this.#r=!1,this.#o(e))}#o({offset:e,recovered:t}){return this.#n=e??this.#n,t===!1?(this.#t=null,{kind:`start_over`}):null}#s(e){let t=nt(this.#t,e);return t===`take`?(this.#t={epoch:e.epoch,offset:e.offset},{kind:`event`,event:e,live:e.offset>this.#n}):(t===`gap`&&this.#t&&!this.#r&&this.#l({type:`subscribe`,conversation_id:this.conversationId,...this.#t}),t===`other_epoch`&&!this.#r?this.#c():null)}#c(){return this.askFromStart(),{kind:`start_over`}}#l(e){this.#r=!0,this.#e(e)}},at=1500,ot=class{#e;#t;#n;#r;#i=new Set;#a=ze;#o=null;#s=[];#c=new Map;constructor(e,t){this.#e=e,this.#t=t,this.#r=new it(e.conversationId,e=>this.#n.send(e)),this.#n=new et({url:e.url,token:e.token,resumePoints:()=>this.#r.resumePoints(),onMessage:e=>this.#l(e),onState:()=>this.#p()},t)}get view(){return this.#a}get connection(){return this.#n.state}get trouble(){return this.#o}get hint(){return Ke(this.#a,this.#m())}get nextExpiryMs(){let e=qe(this.#a,this.#m());return e===null?null:e*1e3}offsetOf(e){return this.#c.get(e)??null}open(){this.#n.open()}close(){this.#n.close()}tell(e,t,n=null){let r=`${t} ${e} ${n??``}`;if(this.#i.has(r))return;this.#i.add(r);let i=n===null?{}:{phrase_id:n},{conversationId:a}=this.#e;this.#n.send({type:`feedback`,conversation_id:a,hint_id:e,outcome:t,...i})}dismiss(e){this.tell(e,`dismissed`),this.#a=He(this.#a,e),this.#p()}check(e){this.#n.send({type:`draft.check`,conversation_id:this.#e.conversationId,text:e})}forgetDraft(){this.#a=Ue(this.#a),this.#p()}mark(e,t){this.#n.send({type:`step.mark`,conversation_id:this.#e.conversationId,step:e,done:t}),this.#a=We(this.#a,e,t),this.#p()}#l(e){if(e.type===`error`)return this.#d(e);if(e.type===`draft.checked`)return this.#a=Ve(this.#a,e),this.#p();let t=this.#r.take(e);t?.kind===`start_over`&&(this.#a=ze),t?.kind===`event`&&this.#u(t.event,t.live),e.type===`ack`&&(this.#o=null),this.#p()}#u(e,t){let n=`at`in e?Ge(this.#a,e.at,t,this.#m()):this.#a;this.#a=Ve(n,e),e.type===`steps`&&(this.#s=e.steps),e.type===`hint`&&this.#c.set(e.hint.id,e.offset)}#d(e){e.of!==`feedback`&&(this.#o=e.code,e.of===`step.mark`&&(this.#a={...this.#a,steps:this.#s}),e.code===`unknown_conversation`&&e.of===`subscribe`&&this.#f(),this.#p())}#f(){this.#t.clock.after(at,()=>{this.#n.state===`online`&&this.#r.askFromStart()})}#p(){this.#e.onChange()}#m(){return this.#t.clock.now()/1e3}},st={label:`Hurmaus-sivupalkki`,connection:{connecting:`Yhdistetään…`,online:`Yhdistetty`,waiting:`Yhteys katkesi, yritetään uudelleen`,refused:`Ei käyttöoikeutta`,closed:`Ei yhteyttä`},trouble:{unknown_conversation:`Odotetaan, että keskustelu alkaa.`,conversation_ended:`Keskustelu on jo päättynyt.`,overloaded:`Palvelu on hetken ruuhkainen. Yritetään uudelleen.`,degraded:`Tallennus ei juuri nyt onnistu. Yritetään uudelleen.`,forbidden:`Tähän keskusteluun ei ole käyttöoikeutta.`,unauthorised:`Tunnus puuttuu tai on vanhentunut. Päivitä sivu tai kysy tukea.`,other:`Jokin meni vikaan. Keskustelu jatkuu tavalliseen tapaan.`},no_conversation:`Valitse keskustelu, niin vihjeet tulevat tähän.`,mood:{title:`Asiakkaan tunnelma`,none:`Tunnelma näkyy, kun asiakas on kirjoittanut.`,very_negative:`Hyvin kielteinen`,negative:`Kielteinen`,even:`Tasainen`,positive:`Myönteinen`,very_positive:`Hyvin myönteinen`,bad_end:`kielteinen`,good_end:`myönteinen`,history:`Tunnelma vuoro vuorolta`},trend:{rising:`kohenee`,steady:`pysyy ennallaan`,falling:`heikkenee`},feeling:{anger:`sävyssä suuttumusta`,anticipation:`sävyssä odotusta`,disgust:`sävyssä vastenmielisyyttä`,fear:`sävyssä huolta`,joy:`sävyssä iloa`,sadness:`sävyssä pettymystä`,surprise:`sävyssä yllättyneisyyttä`,trust:`sävyssä luottamusta`},hint:{title:`Vihje`,none:`Ei vihjeitä juuri nyt`,none_more:`Vihje tulee, kun siitä on apua.`,mute:`Kytke vihjeet pois`,unmute:`Kytke vihjeet päälle`,muted:`Vihjeet on kytketty pois`,muted_more:`Valinta on vain sinun, eikä siitä jää jälkeä.`,dismiss:`Ohita vihje`,insert:`Lisää lause {number}:`,inserted:`Lisätty`,copy:`Kopioi lause {number}`,copied:`Kopioitu`,keys:`{first}–{last} lisää · {dismiss} ohittaa`,key:`{first} lisää · {dismiss} ohittaa`,why:`Perustelu`,words:`Sanat`,confidence:`Varmuus`,rule:`Sääntö`,model:`Malli`},kind:{greet:`Tervehdi ja kysy, miten voit auttaa`,listen:`Kysy ensin, selitä sitten`,thank:`Kiitä, että asiakas kertoi`,empathise:`Asetu asiakkaan asemaan`,apologise:`Pahoittele suoraan`,avoid_blame:`Sano sama neutraalimmin`,next_steps:`Kerro, mitä tapahtuu seuraavaksi`,answer_questions:`Vastaa vielä avoimiin kysymyksiin`,anticipate:`Kerro samalla seuraava askel`,recap:`Kertaa, mitä sovittiin`,keep_promise:`Lupaus lähestyy`,scope:`Kerro, mihin palvelu yltää`,protect_data:`Suojaa henkilötiedot`,hand_over:`Tarjoa toista auttajaa`,stay_calm:`Ystävällisesti ja asiassa pysyen`,improve:`Kirjaa syy talteen`,ask_feedback:`Pyydä palautetta`,celebrate:`Hurmaushetki`,take_a_breath:`Hengähdä hetki`},steps:{title:`Askeleet`,count:`{done}/{total}`,count_spoken:`tehty {done}, kaikkiaan {total}`},questions:{title:`Kysymykset`,count:`{done}/{total} vastattu`,answered:`vastattu`,open:`avoin`},promises:{title:`Lupaukset`,open:`avoin`,kept:`pidetty`,late:`myöhässä`,handed_over:`siirretty`,no_due:`ei sovittua aikaa`},due:{today:`tänään`,tomorrow:`huomenna`,yesterday:`eilen`,at:`klo`},summary:{title:`Keskustelu päättyi`,mood:`Tunnelma`,from_to:`{from} → {to}`,steps:`Askeleita tehty`,questions:`Kysymyksiä vastattu`,promises:`Lupauksia avoinna`,trace:`Tunnejälki`,traces:{lifted:`koheni`,steady:`pysyi ennallaan`,sank:`heikkeni`},agreed:`Sovittiin`,improvements:`Korjattavaa meillä`,noted:`kirjattu`,hand_over:`Siirtoviesti`,copy:`Kopioi siirtoviesti`},status:{hint:`Uusi vihje: {title}.`,inserted:`Lause lisätty viestiin.`,copied:`Lause kopioitu leikepöydälle.`,not_copied:`Kopiointi ei onnistunut.`,dismissed:`Vihje ohitettu.`},draft:{check:`Tarkista luonnos`,title:`Luonnoksen tarkistus`,nothing:`Ei huomautettavaa.`,empty:`Kirjoita ensin luonnos.`,close:`Sulje tarkistus`,forgotten:`Luonnoksesta ei jäänyt mitään talteen.`,insert:`Lisää viestiin:`,copy:`Kopioi korjattu muotoilu:`,kind:{blame:`Syyttävä sävy`,dismissal:`Torjuva sävy`,non_apology:`Ehdollinen pahoittelu`,address:`Puhuttelu`,open_question:`Vastaamatta`,missing_step:`Askel puuttuu`}}};function ct(e){return st}var lt=`Alt+1 Alt+2 Alt+3 Alt+0 Alt+9`;function W(e){let[t,n,r,i,a]=e.trim().split(/\s+/).map(dt);return{insert:[t,n,r].filter(e=>e!=null),dismiss:i??null,check:a??null}}function ut(e,t){if(e.dismiss&&K(e.dismiss,t))return{kind:`dismiss`};if(e.check&&K(e.check,t))return{kind:`check`};let n=e.insert.findIndex(e=>K(e,t));return n<0?null:{kind:`insert`,index:n}}function G(e){return[...[e.ctrl&&`Control`,e.alt&&`Alt`,e.shift&&`Shift`,e.meta&&`Meta`].filter(Boolean),e.key.toUpperCase()].join(`+`)}function dt(e){let t=e.toLowerCase().split(`+`),n=t.pop()??``,r=(...e)=>e.some(e=>t.includes(e)),i={alt:r(`alt`,`option`),ctrl:r(`ctrl`,`control`),shift:r(`shift`),meta:r(`meta`,`cmd`,`command`),key:n};return n!==``&&(i.alt||i.ctrl||i.meta)?i:null}function K(e,t){return e.alt===t.altKey&&e.ctrl===t.ctrlKey&&e.shift===t.shiftKey&&e.meta===t.metaKey&&(t.code.toLowerCase()===ft(e.key)||t.key.toLowerCase()===e.key)}function ft(e){return/^\d$/.test(e)?`digit${e}`:`key${e}`}function pt(e){return e<=-.6?`very_negative`:e<=-.2?`negative`:e<.2?`even`:e<.6?`positive`:`very_positive`}function mt(e){return Math.round((Math.max(-1,Math.min(1,e.rolling))+1)*50)}function ht(e,t,n){let r=e.length>1?t/(e.length-1):0;return e.map((e,t)=>`${gt(t*r)},${gt((1-e)/2*n)}`).join(` `)}function q(e,t){return e.replace(/\{(\w+)\}/g,(e,n)=>String(t[n]??e))}function gt(e){return Math.round(e*10)/10}var J={openSocket(e,t){let n=new WebSocket(e);return n.onopen=()=>t.onOpen(),n.onmessage=e=>{typeof e.data==`string`&&t.onText(e.data)},n.onclose=e=>t.onClose(e.code),n},clock:{now:()=>Date.now(),after(e,t){let n=setTimeout(t,e);return()=>clearTimeout(n)}},random:()=>Math.random()},_t={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},vt=e=>(...t)=>({_$litDirective$:e,values:t}),yt=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:bt}=Te,xt={},St=(e,t=xt)=>e._$AH=t,Ct=vt(class extends yt{constructor(){super(...arguments),this.key=j}render(e,t){return this.key=e,t}update(e,[t,n]){return t!==this.key&&(St(e),this.key=t),n}}),Y=e=>O`
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true" focusable="false">${e}</svg>`,X={mark:Y(k`<path d="M12 3.5c4.9 0 8.5 3.3 8.5 7.6s-3.6 7.6-8.5 7.6c-.9 0-1.8-.1-2.6-.3L5 20.5l.7-3.6C4.3 15.5 3.5 13.4 3.5 11.1 3.5 6.8 7.1 3.5 12 3.5Z"/><path d="M8.6 11.2c.7 1.7 1.9 2.6 3.4 2.6s2.7-.9 3.4-2.6"/>`),close:Y(k`<path d="m7 7 10 10M17 7 7 17"/>`),copy:Y(k`<rect x="9" y="9" width="10.5" height="10.5" rx="2.5"/><path d="M15 6.2V6a2 2 0 0 0-2-2H6.5a2.5 2.5 0 0 0-2.5 2.5V13a2 2 0 0 0 2 2h.2"/>`),check:Y(k`<path d="m5.5 12.5 4.3 4.3 8.7-9.3"/>`),ring:Y(k`<circle cx="12" cy="12" r="6.5"/>`),clock:Y(k`<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>`),late:Y(k`<path d="M12 4.5 21 19.5H3Z"/><path d="M12 10.5v4M12 17v.01"/>`),handed:Y(k`<path d="M4.5 12h14M13 6.5l5.5 5.5-5.5 5.5"/>`),rising:Y(k`<path d="M5 17 17.5 6.5M9.5 6h8.5v8.5"/>`),steady:Y(k`<path d="M4 12h15M13.5 6.5 19 12l-5.5 5.5"/>`),falling:Y(k`<path d="M5 7l12.5 10.5M9.5 18h8.5V9.5"/>`),chevron:Y(k`<path d="m9 6 6 6-6 6"/>`),bell:Y(k`<path d="M6.5 10.5a5.5 5.5 0 0 1 11 0c0 4.8 1.7 6 1.7 6H4.8s1.7-1.2 1.7-6M10 19.2a2.2 2.2 0 0 0 4 0"/>`),muted:Y(k`<path d="M8.3 6.4a5.5 5.5 0 0 1 9.2 4.1c0 1.4.2 2.5.4 3.4M16 16.5H4.8s1.7-1.2 1.7-6c0-.4 0-.7.1-1.1M10 19.2a2.2 2.2 0 0 0 4 0M4 4l16 16"/>`),talk:Y(k`<path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5Z"/><path d="M8 8.8h8M8 11.8h5"/>`),heart:Y(k`<path d="M12 19.5S4 15 4 9.4C4 6.8 6 5 8.2 5c1.6 0 3 .9 3.8 2.4C12.8 5.9 14.2 5 15.8 5 18 5 20 6.8 20 9.4 20 15 12 19.5 12 19.5Z"/>`),route:Y(k`<circle cx="6" cy="18" r="2"/><circle cx="18" cy="6" r="2"/><path d="M8 18h6.5a3.5 3.5 0 0 0 0-7h-5a3.5 3.5 0 0 1 0-7H16"/>`),question:Y(k`<circle cx="12" cy="12" r="8.2"/><path d="M9.7 9.7a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.2.9-1.2 1.7M12 16.3v.01"/>`),shield:Y(k`<path d="M12 3.8 19 6.5v5c0 4.2-2.9 7.3-7 8.7-4.1-1.4-7-4.5-7-8.7v-5Z"/><path d="m9 11.8 2.2 2.2 3.9-4.2"/>`),people:Y(k`<circle cx="9" cy="8.5" r="3.2"/><path d="M3.5 19c.4-3.2 2.6-5 5.5-5s5.1 1.8 5.5 5M15.5 5.7a3 3 0 0 1 0 5.6M17 14.3c2 .6 3.2 2.2 3.5 4.7"/>`),spark:Y(k`<path d="M12 4v4M12 16v4M4 12h4M16 12h4M7 7l2 2M15 15l2 2M17 7l-2 2M9 15l-2 2"/>`)},wt={greet:X.talk,listen:X.talk,ask_feedback:X.talk,thank:X.heart,empathise:X.heart,apologise:X.heart,take_a_breath:X.heart,celebrate:X.spark,next_steps:X.route,anticipate:X.route,recap:X.route,improve:X.route,answer_questions:X.question,keep_promise:X.clock,avoid_blame:X.shield,scope:X.shield,protect_data:X.shield,stay_calm:X.shield,hand_over:X.people};function Tt(e){return wt[e]??X.talk}function Z(e){e.preventDefault()}function Et(e,t,n,r,i){let a=e.phrases.slice(0,3);return O`${Ct(e.id,O`<article part="card" class="card" aria-labelledby="card-title" data-kind=${e.kind}>
      <header>
        <span class="card-icon">${Tt(e.kind)}</span>
        <h2 id="card-title">${r.kind[e.kind]??r.hint.title}</h2>
        <button class="plain" title=${r.hint.dismiss} aria-label=${r.hint.dismiss}
          aria-keyshortcuts=${n.dismiss?G(n.dismiss):j}
          @mousedown=${Z} @click=${i.dismiss}>${X.close}</button>
      </header>
      <p class="why">${e.why}</p>
      <ol class="phrases">
        ${a.map((e,a)=>Dt(e,a,t,n,r,i))}
      </ol>
      <div class="card-foot">${kt(e,r)} ${Ot(a.length,n,r)}</div>
    </article>`)}`}function Dt(e,t,n,r,i,a){let o=t+1,s=r.insert[t],c=n.get(e.id);return O`<li class=${c?`used`:``}>
    <button class="phrase" aria-keyshortcuts=${s?G(s):j}
      @mousedown=${Z} @click=${()=>a.insert(e)}>
      <span class="sr">${q(i.hint.insert,{number:o})}</span>
      <span class="number" aria-hidden="true">${c?X.check:o}</span>
      <span class="phrase-text">${e.text}${c?O`<em>${i.hint[c]}</em>`:j}</span>
    </button>
    <button class="plain" title=${q(i.hint.copy,{number:o})} aria-label=${q(i.hint.copy,{number:o})}
      @mousedown=${Z} @click=${()=>a.copy(e)}>${X.copy}</button>
  </li>`}function Ot(e,t,n){let[r]=t.insert,i=t.insert[e-1];if(!r||!i||!t.dismiss)return j;let a={first:G(r),last:i.key.toUpperCase(),dismiss:G(t.dismiss)};return O`<p class="keys">${q(e>1?n.hint.keys:n.hint.key,a)}</p>`}function kt({evidence:e},t){let{words:n=[],confidence:r,rule:i,model:a}=e;return O`<details class="evidence">
    <summary @mousedown=${Z}>${X.chevron}${t.hint.why}</summary>
    <dl>
      ${n.length>0?Q(t.hint.words,n.map(e=>`”${e}”`).join(` `)):j}
      ${r==null?j:Q(t.hint.confidence,`${Math.round(r*100)} %`)}
      ${Q(t.hint.rule,i)} ${a?Q(t.hint.model,a):j}
    </dl>
  </details>`}function Q(e,t){return O`<div><dt>${e}</dt><dd>${t}</dd></div>`}var At=`draft.own-words`,jt=2;function Mt(e,t,n){let r=t.draft;return O`<article part="draft" class="card draft" aria-labelledby="draft-title">
    <header>
      <span class="card-icon">${e.length>0?X.shield:X.check}</span>
      <h2 id="draft-title">${r.title}</h2>
      <button class="plain" title=${r.close} aria-label=${r.close} @mousedown=${Z} @click=${n.close}>
        ${X.close}
      </button>
    </header>
    ${e.length===0?O`<p class="why">${r.nothing}</p>`:O`<ul class="findings">
          ${e.map(e=>Nt(e,t,n))}
        </ul>`}
    <p class="keys">${r.forgotten}</p>
  </article>`}function Nt(e,t,n){let{kind:r,why:i,words:a,phrases:o=[]}=e;return O`<li data-finding=${r}>
    <h3>${t.draft.kind[r]}</h3>
    ${a?O`<p class="quoted">”${a}”</p>`:j}
    <p class="why">${i}</p>
    ${o.length>0?O`<ol class="phrases">
          ${o.slice(0,jt).map(e=>Pt(e,t,n))}
        </ol>`:j}
  </li>`}function Pt(e,{draft:t},n){let r=e.id===At,i=r?n.copy:n.insert;return O`<li>
    <button class="phrase" @mousedown=${Z} @click=${()=>i(e)}>
      <span class="sr">${r?t.copy:t.insert}</span>
      <span class="number" aria-hidden="true">${r?X.copy:X.talk}</span>
      <span class="phrase-text">${e.text}</span>
    </button>
  </li>`}function Ft(e,t,n){return O`<button class="check-draft" aria-keyshortcuts=${e.check?G(e.check):j}
    @mousedown=${Z} @click=${n}>
    ${X.shield}<span>${t.draft.check}</span>
    ${e.check?O`<kbd>${G(e.check)}</kbd>`:j}
  </button>`}function It({connection:e,trouble:t,muted:n,onMute:r},i){let a=n?i.hint.unmute:i.hint.mute;return O`<header class="top">
    <span class="brand">${X.mark}Hurmaus</span>
    <span class="connection ${e}"><span class="dot" aria-hidden="true"></span>${i.connection[e]}</span>
    <button class="plain mute" title=${a} aria-label=${a} @mousedown=${Z} @click=${r}>
      ${n?X.muted:X.bell}
    </button>
    ${t===null?j:O`<p class="trouble">${Lt(t,i)}</p>`}
  </header>`}function Lt(e,{trouble:t}){return Object.hasOwn(t,e)?t[e]:t.other}var Rt=class e extends CustomEvent{static eventName=`hurmaus-insert`;constructor(t){super(e.eventName,{detail:t,bubbles:!0,composed:!0,cancelable:!0})}},zt=class e extends CustomEvent{static eventName=`hurmaus-hint`;constructor(t){super(e.eventName,{detail:t,bubbles:!0,composed:!0})}};function Bt(e,t,n){let r=new Date(e);if(Number.isNaN(r.getTime()))return null;let i=Vt(e)??-r.getTimezoneOffset(),[a,o]=[Ht(r,i),Ht(t,i)];return`${Ut(Kt(o,a),n)??Gt(a)} ${n.at} ${a.getUTCHours()}.${String(a.getUTCMinutes()).padStart(2,`0`)}`}function Vt(e){let[,t,n,r,i]=/T.*?(?:(Z)|([+-])(\d\d):?(\d\d)?)$/i.exec(e)??[];return t?0:n?(n===`-`?-1:1)*(Number(r)*60+Number(i??0)):null}function Ht(e,t){return new Date(e.getTime()+t*6e4)}function Ut(e,t){return{[-1]:t.yesterday,0:t.today,1:t.tomorrow}[e]??null}var Wt=new Intl.DateTimeFormat(`fi-FI`,{weekday:`short`,timeZone:`UTC`});function Gt(e){return`${Wt.format(e)} ${e.getUTCDate()}.${e.getUTCMonth()+1}.`}function Kt(e,t){let n=e=>Math.floor(e.getTime()/864e5);return n(t)-n(e)}function qt(e,t,n,r){if(e.length===0)return j;let i={done:e.filter(e=>e.done).length,total:e.length};return O`<section part="steps" class="steps" aria-labelledby="steps-title">
    <h2 id="steps-title">
      ${n.steps.title}
      <span class="count" aria-hidden="true">${q(n.steps.count,i)}</span>
      <span class="sr">${q(n.steps.count_spoken,i)}</span>
    </h2>
    <ol>
      ${e.map(e=>O`<li class=${e.id===t&&!e.done?`served`:``}>
          <label>
            <input type="checkbox" .checked=${e.done} ?disabled=${r===null} data-step=${e.id}
              @change=${t=>r?.(e.id,t.target.checked)} />
            <span>${e.label}</span>
          </label>
        </li>`)}
    </ol>
  </section>`}function Jt(e,t){if(e.length===0)return j;let n=e.filter(e=>e.answered).length;return O`<section part="questions" aria-labelledby="questions-title">
    <h2 id="questions-title">
      ${t.questions.title}
      <span class="count">${q(t.questions.count,{done:n,total:e.length})}</span>
    </h2>
    <ul class="ledger">
      ${e.map(({text:e,answered:n})=>O`<li class=${n?`done`:``}>
          <span class="state-icon">${n?X.check:X.ring}</span>
          <span>${e} <span class="sr">(${n?t.questions.answered:t.questions.open})</span></span>
        </li>`)}
    </ul>
  </section>`}var Yt={open:X.clock,kept:X.check,late:X.late,handed_over:X.handed};function Xt(e,t,n){return e.length===0?j:O`<section part="promises" aria-labelledby="promises-title">
    <h2 id="promises-title">${n.promises.title}</h2>
    <ul class="ledger">
      ${e.map(({text:e,due:r,state:i})=>O`<li class=${i}>
          <span class="state-icon">${Yt[i]}</span>
          <span>${e}
            <span class="due">
              <span class="state">${n.promises[i]}</span>
              · ${(r&&Bt(r,t,n.due))??n.promises.no_due}
            </span>
          </span>
        </li>`)}
    </ul>
  </section>`}var Zt=`important`,Qt=` !`+Zt,$t=vt(class extends yt{constructor(e){if(super(e),e.type!==_t.ATTRIBUTE||e.name!==`style`||e.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(e){return Object.keys(e).reduce((t,n)=>{let r=e[n];return r==null?t:t+`${n=n.includes(`-`)?n:n.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,`-$&`).toLowerCase()}:${r};`},``)}update(e,[t]){let{style:n}=e.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let e of this.ft)t[e]??(this.ft.delete(e),e.includes(`-`)?n.removeProperty(e):n[e]=null);for(let e in t){let r=t[e];if(r!=null){this.ft.add(e);let t=typeof r==`string`&&r.endsWith(Qt);e.includes(`-`)||t?n.setProperty(e,t?r.slice(0,-11):r,t?Zt:``):n[e]=r}}return A}}),en={width:96,height:34};function tn(e,t){let n=t.mood;return O`<section part="mood" class="mood" aria-labelledby="mood-title">
    <h2 id="mood-title">${n.title}</h2>
    ${e.mood===null?O`<p class="quiet">${n.none}</p>`:nn(e,t)}
  </section>`}function nn(e,t){let n=e.mood??{rolling:0,turn:0,trend:`steady`},r=t.mood[pt(n.rolling)],i=t.trend[n.trend];return O`
    <div class="mood-row">
      <div>
        <p class="mood-word">${r}</p>
        <p class="mood-more">
          <span class="trend">${X[n.trend]}${i}${e.feeling?`,`:j}</span>
          ${e.feeling?O`<span>${t.feeling[e.feeling]}</span>`:j}
        </p>
      </div>
      ${e.moods.length>1?rn(e.moods,t):j}
    </div>
    <div
      class="gauge"
      role="meter"
      aria-labelledby="mood-title"
      aria-valuemin="-1"
      aria-valuemax="1"
      aria-valuenow=${n.rolling.toFixed(2)}
      aria-valuetext="${r}, ${i}"
    >
      <span class="gauge-mark" style=${$t({insetInlineStart:`${mt(n)}%`})}></span>
    </div>
    <p class="gauge-ends" aria-hidden="true">
      <span>${t.mood.bad_end}</span><span>${t.mood.good_end}</span>
    </p>
  `}function rn(e,t){let{width:n,height:r}=en,i=ht(e,n,r),[a,o]=i.split(` `).at(-1)?.split(`,`)??[];return O`<svg class="chart" viewBox="-4 -4 ${n+8} ${r+8}" role="img" aria-label=${t.mood.history}>
    <line class="chart-middle" x1="0" x2=${n} y1=${r/2} y2=${r/2} />
    ${k`<polyline points=${i} />`}
    <circle cx=${a} cy=${o} r="3" />
  </svg>`}function an(e,t,{hint:n}){return O`<div class="quiet-card">
    <span class="quiet-icon">${e?X.muted:X.mark}</span>
    <p>
      <strong>${e?n.muted:n.none}</strong><br />${e?n.muted_more:t??n.none_more}
    </p>
  </div>`}function on(e,t,n,r){let i=n.summary,{agreed:a=[],improvements:o=[],hand_over:s=[]}=e;return O`<article part="summary" class="card summary" aria-labelledby="summary-title">
    <header>
      <span class="card-icon">${X.check}</span>
      <h2 id="summary-title">${i.title}</h2>
    </header>
    <dl>${sn(e,t,n).map(([e,t])=>O`<div><dt>${e}</dt><dd>${t}</dd></div>`)}</dl>
    ${$(`agreed`,i.agreed,a)}
    ${$(`improvements`,i.improvements,o.map(e=>cn(e,n)))}
    ${s.length>0?O`${$(`hand-over`,i.hand_over,s)}
          <button class="copy-note" @mousedown=${Z} @click=${()=>r(s.join(`
`))}>
            ${X.copy}<span>${i.copy}</span>
          </button>`:j}
  </article>`}function sn(e,t,n){let{mood_start:r,mood_end:i,mood_trace:a=`unknown`,questions:o,promises:s}=e,c=n.summary,l=e=>n.mood[pt(e)].toLowerCase(),u=[];if(r!==null&&i!==null){let e={from:l(r),to:l(i)};u.push([c.mood,q(c.from_to,e)]),a!==`unknown`&&u.push([c.trace,c.traces[a]])}t.length>0&&u.push([c.steps,`${t.filter(e=>e.done).length}/${t.length}`]),o.length>0&&u.push([c.questions,`${o.filter(e=>e.answered).length}/${o.length}`]);let d=s.filter(e=>e.state===`open`||e.state===`late`).length;return s.length>0&&u.push([c.promises,String(d)]),u}function cn({text:e,noted:t},{summary:n}){return t?`${e} (${n.noted})`:e}function $(e,t,n){return n.length===0?j:O`<section class="told" data-told=${e}>
    <h3>${t}</h3>
    <ul>${n.map(e=>O`<li>${e}</li>`)}</ul>
  </section>`}var ln=o`
  .card {
    padding: 14px;
    border: 1px solid var(--line);
    border-radius: 16px;
    background: var(--surface);
    box-shadow: var(--shadow);
    animation: arrive 0.22s ease-out;
  }
  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(6px);
    }
  }
  .card header {
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .card h2 {
    flex: 1;
    font-size: 16px;
    font-weight: 600;
    letter-spacing: -0.01em;
    color: var(--ink);
  }
  .card-icon {
    display: grid;
    place-items: center;
    flex: none;
    width: 34px;
    height: 34px;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent);
  }
  .card-icon svg {
    width: 20px;
    height: 20px;
  }
  .why {
    margin-top: 8px;
    color: var(--ink-soft);
    font-size: 13px;
  }

  .plain {
    display: grid;
    place-items: center;
    flex: none;
    width: 30px;
    height: 30px;
    padding: 0;
    border: 0;
    border-radius: 8px;
    background: none;
    color: var(--ink-soft);
  }
  .check-draft,
  .copy-note {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 36px;
    padding: 6px 12px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: none;
    color: var(--ink-soft);
    font-size: 13px;
  }
  .check-draft {
    width: 100%;
  }
  .copy-note {
    margin-top: 10px;
  }
  .check-draft:hover,
  .copy-note:hover {
    border-color: var(--accent);
    color: var(--ink);
  }
  .check-draft svg,
  .copy-note svg {
    width: 16px;
    height: 16px;
    flex: none;
  }
  .check-draft kbd {
    margin-inline-start: auto;
    font: inherit;
    font-size: 12px;
  }

  .findings {
    display: grid;
    gap: 14px;
    margin-top: 8px;
  }
  .findings h3,
  .told h3 {
    margin: 0;
    font-size: 13px;
    font-weight: 600;
  }
  .quoted {
    margin: 2px 0 0;
    color: var(--ink-soft);
    font-style: italic;
    overflow-wrap: anywhere;
  }
  .told {
    margin-top: 12px;
  }
  .told ul {
    margin-top: 4px;
    display: grid;
    gap: 3px;
    font-size: 13px;
    overflow-wrap: anywhere;
  }

  .plain:hover {
    background: var(--accent-soft);
    color: var(--ink);
  }
  .plain svg {
    width: 18px;
    height: 18px;
  }

  .phrases {
    display: grid;
    gap: 6px;
    margin-top: 10px;
  }
  .phrases li {
    display: flex;
    align-items: flex-start;
    gap: 2px;
    padding: 4px;
    border: 1px solid var(--line);
    border-radius: 12px;
    transition:
      border-color 0.15s,
      background-color 0.15s;
  }
  .phrases li:hover {
    border-color: var(--accent);
  }
  .phrases li.used {
    background: var(--accent-soft);
    border-color: transparent;
  }
  .phrase {
    display: flex;
    flex: 1;
    gap: 10px;
    min-width: 0;
    min-height: 30px;
    padding: 4px 4px 4px 6px;
    border: 0;
    border-radius: 8px;
    background: none;
    text-align: start;
  }
  .number {
    display: grid;
    place-items: center;
    flex: none;
    width: 22px;
    height: 22px;
    border-radius: 6px;
    background: var(--accent-soft);
    color: var(--accent);
    font-size: 12px;
    font-weight: 650;
  }
  .used .number {
    background: var(--accent);
    color: var(--on-accent);
  }
  .number svg {
    width: 16px;
    height: 16px;
  }
  .phrase-text em {
    display: block;
    margin-top: 2px;
    color: var(--accent);
    font-size: 12.5px;
    font-style: normal;
    font-weight: 600;
  }
  .card-foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 12px;
    margin-top: 8px;
    color: var(--ink-soft);
    font-size: 12.5px;
  }
  .evidence[open] {
    flex-basis: 100%;
    margin-bottom: 6px;
  }
  .evidence summary {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 26px;
    border-radius: 6px;
    cursor: pointer;
    list-style: none;
  }
  .evidence summary::-webkit-details-marker {
    display: none;
  }
  .evidence summary svg {
    width: 14px;
    height: 14px;
    transition: transform 0.15s;
  }
  .evidence[open] summary svg {
    transform: rotate(90deg);
  }
  .card dl {
    display: grid;
    gap: 3px;
    padding-top: 4px;
  }
  .card dl div {
    display: flex;
    gap: 10px;
  }
  .card dt {
    flex: none;
    width: 72px;
  }
  .card dd {
    color: var(--ink);
  }

  .summary dl {
    margin-top: 10px;
    gap: 6px;
  }
  .summary dl div {
    justify-content: space-between;
  }
  .summary dt {
    width: auto;
    color: var(--ink-soft);
  }
  .summary dd {
    font-weight: 600;
    text-align: end;
  }

  .quiet-card {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 14px;
    border: 1px dashed var(--line);
    border-radius: 16px;
    color: var(--ink-soft);
    font-size: 13px;
  }
  .quiet-card strong {
    color: var(--ink);
    font-weight: 600;
  }
  .quiet-icon svg {
    width: 26px;
    height: 26px;
    color: var(--line-strong);
  }
`,un=o`
  :host {
    display: block;
    min-width: 0;
    container-type: inline-size;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  .sidebar {
    display: flex;
    flex-direction: column;
    gap: 16px;
    min-height: 100%;
    padding: 16px;
    background: var(--paper);
    color: var(--ink);
    font: 400 14px/1.45 var(--font);
    -webkit-font-smoothing: antialiased;
    overflow-wrap: anywhere;
  }
  p,
  h2,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  h2 {
    font: 600 12.5px/1.3 var(--font);
    color: var(--ink-soft);
  }
  svg {
    display: block;
    width: 1em;
    height: 1em;
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .quiet {
    color: var(--ink-soft);
  }
  .empty {
    padding: 40px 16px;
    text-align: center;
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
  }
  .brand {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    font-weight: 650;
    font-size: 15px;
    letter-spacing: -0.01em;
  }
  .brand svg {
    width: 22px;
    height: 22px;
    color: var(--accent);
  }
  .connection {
    flex: 1;
    justify-content: flex-end;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: 12.5px;
    color: var(--ink-soft);
  }
  .mute {
    margin: -6px -6px -6px -4px;
  }
  .dot {
    width: 9px;
    height: 9px;
    flex: none;
    border-radius: 50%;
    border: 2px solid var(--line-strong);
  }
  .online .dot {
    background: var(--accent);
    border-color: var(--accent);
  }
  .waiting,
  .refused {
    color: var(--warm);
  }
  .waiting .dot,
  .refused .dot {
    border-color: var(--warm);
    border-radius: 2px;
  }
  .trouble {
    flex-basis: 100%;
    padding: 8px 12px;
    border-radius: 10px;
    background: var(--warm-soft);
    color: var(--ink);
    font-size: 13px;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`,dn=o`
  section h2 {
    display: flex;
    justify-content: space-between;
    gap: 12px;
  }
  .count {
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  .steps ol {
    columns: 2 165px;
    column-gap: 4px;
    margin: 4px -8px 0;
  }
  .steps li {
    break-inside: avoid;
    border-radius: 10px;
  }
  .steps li.served {
    background: var(--accent-soft);
  }
  .steps label {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 34px;
    padding: 4px 8px;
    cursor: pointer;
  }
  .steps label:has(:disabled) {
    cursor: default;
  }
  .steps input {
    appearance: none;
    display: grid;
    place-items: center;
    flex: none;
    width: 24px;
    height: 24px;
    margin: 0;
    border: 1.75px solid var(--line-strong);
    border-radius: 50%;
    background: var(--surface);
    cursor: inherit;
  }
  .steps input:checked {
    border-color: var(--accent);
    background: var(--accent);
  }
  .steps input:checked::after {
    content: "";
    width: 6px;
    height: 11px;
    margin-top: -3px;
    border: solid var(--on-accent);
    border-width: 0 2.25px 2.25px 0;
    transform: rotate(42deg);
  }
  .steps input:checked + span {
    color: var(--ink-soft);
  }
  .served span {
    font-weight: 600;
  }

  .ledger {
    display: grid;
    gap: 8px;
    margin-top: 8px;
  }
  .ledger li {
    display: flex;
    gap: 10px;
  }
  .ledger li > span:last-child::first-letter {
    text-transform: uppercase;
  }
  .state-icon {
    flex: none;
    margin-top: 1px;
    color: var(--line-strong);
  }
  .state-icon svg {
    width: 18px;
    height: 18px;
  }
  .done .state-icon,
  .kept .state-icon {
    color: var(--accent);
  }
  .done > span:last-child {
    color: var(--ink-soft);
  }
  .due {
    display: block;
    color: var(--ink-soft);
    font-size: 12.5px;
  }
  .late .state-icon,
  .late .state {
    color: var(--warm);
  }
  .late .state {
    font-weight: 600;
  }

  @media (forced-colors: active) {
    .gauge,
    .gauge-mark,
    .steps input,
    .phrases li {
      border: 1px solid;
      forced-color-adjust: auto;
    }
  }
`,fn=o`
  .mood-row {
    display: flex;
    align-items: flex-end;
    justify-content: space-between;
    gap: 12px;
    margin-top: 2px;
  }
  .mood-word {
    font-size: 21px;
    font-weight: 600;
    line-height: 1.25;
    letter-spacing: -0.015em;
  }
  .mood-more {
    color: var(--ink-soft);
    font-size: 13px;
  }
  .mood-more > span {
    white-space: nowrap;
  }
  .trend svg {
    display: inline-block;
    width: 15px;
    height: 15px;
    margin-inline-end: 4px;
    vertical-align: -2px;
  }
  .chart {
    flex: none;
    width: 104px;
    height: 44px;
    overflow: visible;
  }
  .chart polyline {
    fill: none;
    stroke: var(--ink-soft);
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .chart circle {
    fill: var(--ink);
  }
  .chart-middle {
    stroke: var(--line-strong);
    stroke-dasharray: 1 4;
    stroke-linecap: round;
  }
  .gauge {
    position: relative;
    height: 8px;
    margin-top: 12px;
    border-radius: 4px;
    background: var(--gauge);
  }
  .gauge-mark {
    position: absolute;
    top: 50%;
    width: 18px;
    height: 18px;
    margin: -9px 0 0 -9px;
    border: 3px solid var(--ink);
    border-radius: 50%;
    background: var(--surface);
    transition: inset-inline-start 0.6s cubic-bezier(0.3, 0.7, 0.2, 1);
  }
  .gauge-ends {
    display: flex;
    justify-content: space-between;
    margin-top: 7px;
    color: var(--ink-soft);
    font-size: 12px;
  }
`,pn=[o`
  :host {
    --accent: var(--hurmaus-accent, #0b6a5d);
    --accent-soft: #e2f0ec;
    --paper: var(--hurmaus-paper, #faf8f4);
    --surface: var(--hurmaus-surface, #ffffff);
    --ink: var(--hurmaus-ink, #1b2928);
    --ink-soft: #566460;
    --line: #e6e1d8;
    --line-strong: #8b948f;
    --warm: #a8482a;
    --warm-soft: #fbece4;
    --gauge: linear-gradient(90deg, #d58a68, #ead9b9 50%, #5fb096);
    --on-accent: #ffffff;
    --shadow: 0 1px 2px rgb(40 30 10 / 6%), 0 6px 20px -8px rgb(40 30 10 / 16%);
    --font: var(
      --hurmaus-font,
      Inter,
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      "Liberation Sans",
      Arial,
      sans-serif
    );
    color-scheme: light dark;
  }

  @media (prefers-color-scheme: dark) {
    :host {
      --accent: var(--hurmaus-accent, #63cbb5);
      --accent-soft: #1d3934;
      --paper: var(--hurmaus-paper, #131a19);
      --surface: var(--hurmaus-surface, #1b2423);
      --ink: var(--hurmaus-ink, #e9efec);
      --ink-soft: #a4b3ae;
      --line: #2c3836;
      --line-strong: #71807b;
      --warm: #f2a585;
      --warm-soft: #3a2620;
      --gauge: linear-gradient(90deg, #b96c4b, #6f664f 50%, #3f9a80);
      --on-accent: #06241f;
      --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px -10px rgb(0 0 0 / 60%);
    }
  }
`,un,fn,ln,dn],mn=350,hn=3e4,gn=class extends z{static styles=pn;static properties={url:{type:String},token:{type:String},conversation:{type:String},editor:{type:String,attribute:`for`},keys:{type:String},muted:{type:Boolean,reflect:!0},lang:{type:String}};#e=null;#t=new Map;#n=``;#r=null;#i=null;#a=()=>{};#o=()=>{};#s=()=>{};#c=()=>{};constructor(){super(),this.url=null,this.token=null,this.conversation=null,this.editor=null,this.keys=lt,this.muted=!1}connectedCallback(){super.connectedCallback(),document.addEventListener(`keydown`,this.#M,{capture:!0}),document.addEventListener(`visibilitychange`,this.#j),window.addEventListener(`online`,this.#j),this.hasUpdated&&this.#h()}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener(`keydown`,this.#M,{capture:!0}),document.removeEventListener(`visibilitychange`,this.#j),window.removeEventListener(`online`,this.#j),this.#g()}willUpdate(e){(e.has(`url`)||e.has(`token`)||e.has(`conversation`))&&this.#h(),this.#r!==null&&this.#r!==this.#l?.id&&this.#O(``)}render(){let e=this.#d,t=this.#e;return O`
      <aside class="sidebar" aria-label=${e.label}>
        ${It({connection:t?.connection??`closed`,trouble:t?.trouble??null,muted:this.muted,onMute:()=>this.muted=!this.muted},e)}
        ${t?this.#f(t):O`<p class="quiet empty">${e.no_conversation}</p>`}
        <p role="status" aria-live="polite" class="sr">${this.#n}</p>
      </aside>
    `}updated(){this.#k();let e=this.#l;if(e?.id===this.#i||document.visibilityState===`hidden`||(this.#i=e?.id??null,this.#a(),e===null))return;let t=this.#e?.offsetOf(e.id)??null;this.dispatchEvent(new zt({hintId:e.id,kind:e.kind,offset:t})),this.#a=J.clock.after(mn,()=>this.#E(e))}get#l(){return this.muted?null:this.#e?.hint??null}get#u(){return!!(this.editor&&this.#e&&!this.#e.view.summary)}get#d(){return ct(this.lang)}#f(e){let{view:t,connection:n}=e,r=this.#d;return O`
      ${tn(t,r)} ${this.#p(e)} ${this.#m(t)}
      ${qt(t.steps,this.#l?.step??null,r,t.summary||n!==`online`?null:(t,n)=>e.mark(t,n))}
      ${Jt(t.questions,r)} ${Xt(t.promises,new Date,r)}
    `}#p(e){let{view:t,connection:n}=e;return t.draft?Mt(t.draft,this.#d,{copy:e=>void this.#b(e.text),insert:e=>this.#y(e.text),close:()=>e.forgetDraft()}):!this.editor||t.summary||n!==`online`?j:Ft(W(this.keys),this.#d,()=>this.#v())}#m(e){let t=this.#d,n=this.#l;return n?Et(n,this.#t,W(this.keys),t,{insert:e=>void this.#_(n,e),copy:e=>void this.#x(n,e),dismiss:()=>this.#C(n)}):e.summary?on(e.summary,e.steps,t,e=>void this.#b(e)):an(this.muted,e.resting,t)}#h(){if(this.#g(),!this.conversation||!this.isConnected)return;let e=this.url??new URL(`/v1/ws`,location.href.replace(/^http/,`ws`)).href;this.#e=new ot({url:e,token:this.token,conversationId:this.conversation,onChange:()=>this.requestUpdate()},J),this.#e.open(),this.#A()}#g(){this.#e?.close(),this.#e=null,this.#t=new Map,this.#i=null,this.#O(``);for(let e of[this.#a,this.#o,this.#s])e();this.#c()}async#_(e,t){let n={text:t.text,hintId:e.id,phraseId:t.id,kind:e.kind},r=!this.dispatchEvent(new Rt(n)),i=this.editor?B(this,this.editor):null;if(!r&&!(i&&V(i,t.text)))return this.#x(e,t);this.#S(e,t),!r&&i&&this.#T(i,e,t),this.#w(t,`inserted`),this.#D(this.#d.status.inserted)}#v(){let e=this.editor?B(this,this.editor):null,t=e?H(e).trim():``;if(t===``)return this.#D(this.#d.draft.empty);this.#e?.check(t)}#y(e){let t=this.editor?B(this,this.editor):null;if(!t||!V(t,e))return void this.#b(e);this.#D(this.#d.status.inserted)}async#b(e){this.#D(await ke(e)?this.#d.status.copied:this.#d.status.not_copied)}async#x(e,t){let n=await ke(t.text);n&&(this.#S(e,t),this.#w(t,`copied`)),this.#D(n?this.#d.status.copied:this.#d.status.not_copied)}#S(e,t){this.#a(),this.#e?.tell(e.id,`shown`),this.#e?.tell(e.id,`inserted`,t.id)}#C(e){this.#a(),this.#e?.dismiss(e.id),this.#D(this.#d.status.dismissed)}#w(e,t){this.#t=new Map(this.#t).set(e.id,t),this.requestUpdate()}#T(e,t,n){this.#c();let r=()=>{Me(H(e),n.text)&&(this.#c(),this.#e?.tell(t.id,`edited`,n.id))};e.addEventListener(`input`,r),this.#c=()=>e.removeEventListener(`input`,r)}#E(e){this.#l?.id===e.id&&(this.#e?.tell(e.id,`shown`),this.#D(q(this.#d.status.hint,{title:this.#d.kind[e.kind]??e.why}),e.id))}#D(e,t=null){this.#O(e,t),this.requestUpdate()}#O(e,t=null){this.#n=e,this.#r=t}#k(){this.#o();let e=this.#e?.nextExpiryMs??null;e!==null&&(this.#o=J.clock.after(Math.min(e+20,2**31-1),()=>this.requestUpdate()))}#A(){this.#s=J.clock.after(hn,()=>{this.requestUpdate(),this.#A()})}#j=()=>{document.visibilityState!==`hidden`&&(this.#e?.connection===`waiting`&&this.#e.open(),this.requestUpdate())};#M=e=>{let t=this.#l;if(e.defaultPrevented||e.isComposing)return;let n=ut(W(this.keys),e);if(n===null)return;let r=n.kind===`insert`?t?.phrases.slice(0,3)[n.index]:void 0;(n.kind===`check`?!this.#u:!t||n.kind===`insert`&&!r)||(e.preventDefault(),e.repeat||(n.kind===`check`?this.#v():t&&r?this.#_(t,r):t&&this.#C(t)))}},_n=`hurmaus-sidebar`;customElements.get(_n)||customElements.define(_n,gn);export{zt as HurmausHintEvent,Rt as HurmausInsertEvent,gn as HurmausSidebar};